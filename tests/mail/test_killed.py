"""Processes killed amid sending: no message twice, none lost sight of."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from random import Random

import pytest

from command_line import ROOT
from mail.mail_server import BEFORE_ANSWER, HANG, HOST, running
from mail.posting import entries, posted, server_at
from mail.posting_process import MODULES, letters, post_block
from xltools.model.delivery import State
from xltools.model.errors import LockedError
from xltools.office.mail.journal import open_journal

BLOCK = 100
KILLS_IN_A_BLOCK = 11
MESSAGES, KILLS = 1_000, 100
MOST_EVENTS = 40
"""Of a process's life, when the server is to kill it: some seven messages."""
LONGEST = 0.15
"""Seconds of its life, when the clock is."""


class Assassin:
    """Kills a process when the server comes to an event of its life, before the server goes on."""

    def __init__(self):
        self.process_id = None
        self.events_left = 0
        self.events = Counter()

    def hook(self, place):
        if self.process_id is None:
            return
        self.events_left -= 1
        if self.events_left == 0:
            self.events[place.split()[0]] += 1
            os.kill(self.process_id, signal.SIGKILL)


def accounted(journal, book):
    """Compares what the journal says with what the server took; the number of messages in each state."""
    taken = Counter(each.message_id for each in book.accepted)
    assert max(taken.values(), default=0) <= 1
    allowed = {State.SENT: (1,), State.UNKNOWN: (0, 1), State.UNSENT: (0,), State.PLANNED: (0,)}
    found = entries(journal)
    for entry in found:
        assert taken[entry.message_id] in allowed[entry.state], entry
    return Counter(entry.state for entry in found)


class Victims:
    """Processes that post a block of messages until they are killed."""

    def __init__(self, journal, server, assassin):
        self.journal = journal
        self.server = server
        self.assassin = assassin
        self.random = Random(20250101)
        self.kills = self.by_clock = 0
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(MODULES)

    def run(self, block, *, spared=False):
        """Runs one; whether it was killed."""
        by_clock = not spared and self.kills % 3 == 0
        self.assassin.process_id = None
        self.assassin.events_left = -1 if spared or by_clock else self.random.randint(1, MOST_EVENTS)
        arguments = (self.journal, self.server.port, block, BLOCK)
        process = self.context.Process(target=post_block, args=arguments)
        process.start()
        self.assassin.process_id = process.pid
        if by_clock:
            time.sleep(self.random.uniform(0, LONGEST))
            process.kill()
        process.join(60)
        killed = process.exitcode == -signal.SIGKILL
        assert killed or process.exitcode == 0
        self.kills += killed
        self.by_clock += killed and by_clock
        return killed


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_hundred_kills_over_a_thousand_messages(journal):
    assassin = Assassin()
    with running(hook=assassin.hook) as server:
        victims = Victims(journal, server, assassin)
        blocks = 0
        while victims.kills < KILLS or blocks * BLOCK < MESSAGES:
            for _ in range(KILLS_IN_A_BLOCK):
                if not victims.run(blocks):
                    break
                if journal.exists():
                    accounted(journal, server.book)
            victims.run(blocks, spared=True)
            blocks += 1
            states = accounted(journal, server.book)
            assert states[State.SENT] + states[State.UNKNOWN] == blocks * BLOCK
        assert victims.by_clock
        # At every stage some died.
        assert {"EHLO", "MAIL", "RCPT", "DATA", "dot", "accepted"} <= set(assassin.events)
        assert states[State.SENT] >= blocks * BLOCK - victims.kills

        # A person who asked the recipients settles the rest.
        taken = {each.recipient for each in server.book.accepted}
        open_ones = {entry.recipient for entry in entries(journal) if entry.state is State.UNKNOWN}
        for one in (each for block in range(blocks) for each in letters(block, BLOCK)):
            recipient = one.to[0].address
            if recipient in open_ones:
                decision = "received" if recipient in taken else "resend"
                posted(server_at(server), journal, one, decision=decision)
        assert accounted(journal, server.book) == {State.SENT: blocks * BLOCK}
        assert len(server.book.accepted) == blocks * BLOCK


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C is no signal")
def test_interrupted_while_the_server_was_to_answer(journal, tmp_path):
    """Ctrl+C is heard at once, and nothing is sent twice because of it."""
    (tmp_path / "说明.pdf").write_bytes(b"%PDF-1.4 x")
    process = None
    with running(
        {BEFORE_ANSWER: HANG}, hook=lambda place: place == "accepted" and interrupt(process)
    ) as server:
        keys = [f'host = "{HOST}"', f"port = {server.port}", 'security = "plain"', 'from = "a@x.cn"']
        (tmp_path / "xltools.toml").write_text("\n".join(["[mail]", *keys, f"journal = '{journal}'"]))
        process = subprocess.Popen(
            [sys.executable, "-m", "xltools", "send", "说明.pdf", "--to", "b@x.cn"],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stderr=subprocess.PIPE,
        )
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.decode().strip() == "已中断。"
    (entry,) = entries(journal)
    assert entry.state is State.UNKNOWN
    assert len(server.book.accepted) == 1


def interrupt(process):
    process.send_signal(signal.SIGINT)


def test_two_processes_at_once(journal):
    """The second one does not wait: it might send what the first is sending."""
    with open_journal(journal), pytest.raises(LockedError, match="另一个 xltools 正在发送邮件"):
        entries(journal)
    assert entries(journal) == ()
