"""Drives a running LibreOffice over UNO: a request a line on standard input, its answer a line on standard output.

Run by a Python that has `uno`, which is seldom the one of the tests: python3 uno_server.py PIPE
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

CONNECT_SECONDS = 240
RUN_ALWAYS = 4
BUTTON = "com.sun.star.drawing.ControlShape"


def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    end = time.monotonic() + CONNECT_SECONDS
    while True:
        try:
            return resolver.resolve(address)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Server:
    def __init__(self, pipe):
        self.context = connect(pipe)
        create = self.context.ServiceManager.createInstanceWithContext
        self.desktop = create("com.sun.star.frame.Desktop", self.context)
        self.toolkit = create("com.sun.star.awt.Toolkit", self.context)
        self.document = None

    def open(self, url, width, height, as_template):
        options = (option("MacroExecutionMode", RUN_ALWAYS), option("AsTemplate", as_template))
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, options)
        self.document.CurrentController.Frame.ContainerWindow.setPosSize(0, 0, width, height, 15)

    def close(self):
        self.document.close(True)
        self.document = None

    def settle(self):
        """Lets everything be drawn that is still to be."""
        self.toolkit.processEventsToIdle()

    def buttons(self):
        """Name, caption, macro and middle on the screen of each button on the sheet that is shown."""
        controller = self.document.CurrentController
        page = controller.ActiveSheet.DrawPage
        macros = {}
        for form in (page.Forms.getByIndex(index) for index in range(page.Forms.Count)):
            for index in range(form.Count):
                events = form.getScriptEvents(index)
                macros[form.getByIndex(index).Name] = [event.ScriptCode for event in events]
        found = []
        for shape in (page.getByIndex(index) for index in range(page.Count)):
            if shape.ShapeType == BUTTON:
                place = controller.getControl(shape.Control).AccessibleContext
                corner, size = place.LocationOnScreen, place.Size
                found.append(
                    {
                        "name": shape.Control.Name,
                        "caption": shape.Control.Label,
                        "macros": macros.get(shape.Control.Name, []),
                        "x": corner.X + size.Width // 2,
                        "y": corner.Y + size.Height // 2,
                    }
                )
        return found

    def add_to_cell(self, sheet, column, row, amount):
        """Changes the number in a cell, counted from 0, as typing would."""
        cell = self.document.Sheets.getByName(sheet).getCellByPosition(column, row)
        cell.setValue(cell.getValue() + amount)

    def message(self, title):
        """The words of the dialogue with that title; none if there is no such window."""
        for index in range(self.toolkit.TopWindowCount):
            context = self.toolkit.getTopWindow(index).AccessibleContext
            if context is not None and context.AccessibleName == title:
                return words(context)
        return []

    def terminate(self):
        self.desktop.terminate()


def words(context):
    said = [context.AccessibleName] if context.AccessibleName else []
    for index in range(min(context.AccessibleChildCount, 100)):
        said += words(context.getAccessibleChild(index).AccessibleContext)
    return said


def main():
    server = Server(sys.argv[1])
    print(json.dumps({"answer": "ready"}), flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = {"answer": getattr(server, name)(*arguments)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
