Attribute VB_Name = "xltools"
Option Explicit
' The buttons of the workbook: each starts Python, which does the work and tells how it went.
'   Excel with the xlwings add-in      RunPython
'   Excel                              python -m xltools.buttons ACTION --wb=NAME --from_xl=1 --hwnd=WINDOW
'   any other program                  python -m xltools.buttons ACTION --file=PATH, on the saved file
' ASCII only: a VBA project holds one code page. Captions stand in the drawing and the ribbon; the few sentences
' said from here stand in hidden names of the workbook (tools/build_xlsm.py). LibreOffice runs this too and calls
' itself Microsoft Excel, so nothing here is named that either of the two does not know.

Private busy As Boolean
Private outdated As Boolean

Public Sub XlFill()
    XlRun "fill"
End Sub
Public Sub XlTargets()
    XlRun "targets"
End Sub
Public Sub XlCheck()
    XlRun "check"
End Sub
Public Sub XlMark()
    XlRun "mark"
End Sub
Public Sub XlClear()
    XlRun "clear"
End Sub
Public Sub XlNarrate()
    XlRun "narrate"
End Sub
Public Sub XlPdf()
    XlRun "export_pdf"
End Sub
Public Sub XlSend()
    XlRun "send"
End Sub

Public Sub XlFillRibbon(control As Object)
    XlFill
End Sub
Public Sub XlTargetsRibbon(control As Object)
    XlTargets
End Sub
Public Sub XlCheckRibbon(control As Object)
    XlCheck
End Sub
Public Sub XlMarkRibbon(control As Object)
    XlMark
End Sub
Public Sub XlClearRibbon(control As Object)
    XlClear
End Sub
Public Sub XlNarrateRibbon(control As Object)
    XlNarrate
End Sub
Public Sub XlPdfRibbon(control As Object)
    XlPdf
End Sub
Public Sub XlSendRibbon(control As Object)
    XlSend
End Sub

Private Sub XlRun(ByVal action As String)
    If busy Then Exit Sub
    busy = True
    On Error GoTo Failed
    If ThisWorkbook.Path = "" Then
        XlSay "xltools_save_first"
    ElseIf outdated Then
        XlSay "xltools_reload"
    ElseIf XlHasAddin() Then
        XlRunPython action
    ElseIf XlWindow() <> "" Then
        XlStart action & " --wb=" & XlQuoted(ThisWorkbook.Name) & " --from_xl=1 --hwnd=" & XlWindow()
    Else
        XlRunOnDisk action
    End If
    busy = False
    Exit Sub
Failed:
    busy = False
    XlSay "xltools_no_python"
End Sub

Private Sub XlRunPython(ByVal action As String)
    Dim outcome As Variant
    outcome = Application.Run("xlwings.xlam!RunPython", "import xltools.buttons; xltools.buttons." & action & "()")
    If outcome = -1 Then XlSay "xltools_no_python"
End Sub

' Python changes the file; the open workbook then shows old content, which must not be saved over it.
Private Sub XlRunOnDisk(ByVal action As String)
    Dim file As String, before As String
    file = ThisWorkbook.Path & Application.PathSeparator & ThisWorkbook.Name
    If Not ThisWorkbook.Saved Then ThisWorkbook.Save
    before = FileDateTime(file) & " " & FileLen(file)
    XlStart action & " --file=" & XlQuoted(file)
    outdated = before <> FileDateTime(file) & " " & FileLen(file)
End Sub

' Exit codes of xltools.buttons: 0 done, 3 not done and told why.
Private Sub XlStart(ByVal arguments As String)
    Dim python As Variant, code As Long
    For Each python In Split(XlPythons(), "|")
        code = XlExitCode(XlQuoted(CStr(python)) & " -m xltools.buttons " & arguments)
        If code = 0 Or code = 3 Then Exit Sub
        If code <> -1 And code <> 127 And code <> 9009 Then Exit For
    Next
    XlSay "xltools_no_python"
End Sub

Private Function XlPythons() As String
    On Error Resume Next
    XlPythons = Environ("XLTOOLS_PYTHON")
    If XlPythons = "" Then XlPythons = GetSetting("xltools", "python", "path")
    If XlPythons = "" Then XlPythons = IIf(XlOnWindows(), "pythonw|python", "python3|python")
End Function

' Runs a command hidden and waits for it; -1 if it does not start.
Private Function XlExitCode(ByVal commandLine As String) As Long
    Dim host As Object
    XlExitCode = -1
    On Error Resume Next
    Set host = CreateObject("WScript.Shell")
    If Not host Is Nothing Then
        XlExitCode = host.Run(commandLine, 0, True)
    ElseIf XlOnWindows() Then
        Err.Clear
        Shell commandLine, vbHide
        If Err.Number = 0 Then XlExitCode = 0
    Else
        XlExitCode = XlExitCodeOfShell(commandLine)
    End If
End Function

' Shell does not wait, so the command leaves its exit code in a file.
Private Function XlExitCodeOfShell(ByVal commandLine As String) As Long
    Dim file As String, number As Integer, answer As String
    XlExitCodeOfShell = -1
    If InStr(commandLine, Chr(34)) > 0 Then Exit Function
    file = Environ("XDG_RUNTIME_DIR")
    If file = "" Then file = "/tmp"
    Randomize
    file = file & "/xltools-" & CLng(Rnd * 1000000000)
    Shell "/bin/sh -c " & Chr(34) & commandLine & "; code=$?; set -C; echo $code > " & file & ".new && mv " & file & ".new " & file & Chr(34), vbHide
    Do While Dir(file) = ""
        DoEvents
        Application.Wait Now + TimeSerial(0, 0, 1)
    Loop
    number = FreeFile
    Open file For Input As #number
    Line Input #number, answer
    Close #number
    Kill file
    XlExitCodeOfShell = CLng(answer)
End Function

Private Function XlQuoted(ByVal text As String) As String
    If XlOnWindows() Then
        XlQuoted = Chr(34) & text & Chr(34)
    Else
        XlQuoted = "'" & Replace(text, "'", "'\''") & "'"
    End If
End Function

Private Function XlOnWindows() As Boolean
    XlOnWindows = InStr(Application.OperatingSystem, "Windows") > 0
End Function

' The window of Excel; empty in LibreOffice, which has none to give, and in WPS, where xlwings does not work.
Private Function XlWindow() As String
    On Error Resume Next
    If Application.Name <> "Microsoft Excel" Then Exit Function
    If InStr(LCase(Application.Path), "wps") + InStr(LCase(Application.Path), "kingsoft") > 0 Then Exit Function
    XlWindow = CStr(Application.Hwnd)
End Function

Private Function XlHasAddin() As Boolean
    On Error Resume Next
    XlHasAddin = Len(Workbooks("xlwings.xlam").Name) > 0
End Function

Private Sub XlSay(ByVal label As String)
    Dim text As String
    On Error Resume Next
    text = "xltools: " & label
    text = ThisWorkbook.Names(label).RefersTo
    If Left(text, 2) = "=" & Chr(34) Then text = Mid(text, 3, Len(text) - 3)
    MsgBox text, vbExclamation, "xltools"
End Sub
