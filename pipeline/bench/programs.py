"""Runs `bench` and its peers in turn and keeps what each printed."""
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Contender:
    """A program that does one work; `arguments` by round, the last for all later rounds."""

    name: str
    command: list
    arguments: list
    needs: tuple = ()
    environment: dict = dataclasses.field(default_factory=dict)

    def call(self, turn: int) -> list:
        return [*self.command, *map(str, self.arguments[min(turn, len(self.arguments) - 1)])]


class Programs:
    """`bench`, and the peers that this machine's Python can run."""

    def __init__(self, bench: pathlib.Path, python: str, threads: int, timeout: float, peers: bool = True):
        self.bench, self.python, self.threads, self.timeout = bench, python, threads, timeout
        self.runs, self.failures = [], 0
        # What `bench machine` printed, once it did.
        self.machine = {}
        self.missing = self.not_importable(["numpy", "torch", "scipy", "sparseprop"]) if peers else None
        self.has_layer = self.knows("layer")

    def not_importable(self, modules: list) -> set:
        """Looked for, not imported, which takes seconds."""
        look = "import importlib.util as u, sys; print(*[m for m in sys.argv[1:] if u.find_spec(m) is None])"
        try:
            outcome = subprocess.run([self.python, "-c", look, *modules], capture_output=True, text=True, timeout=60)
        except OSError as error:
            raise SystemExit(f"--python {self.python}: {error.strerror}; name a Python 3")
        if outcome.returncode:
            raise SystemExit(f"--python {self.python}: {outcome.stderr.strip()}")
        return set(outcome.stdout.split())

    def knows(self, command: str) -> bool:
        """Whether `bench` lists this command."""
        try:
            outcome = subprocess.run([self.bench, "--help"], capture_output=True, text=True, timeout=60)
        except OSError as error:
            raise SystemExit(f"--bench {self.bench}: {error.strerror}; build it with make build")
        return any(line.split()[:1] == [command] for line in outcome.stdout.splitlines())

    def ours(self, command: str, *arguments: list, threads: int | None = None, name="sparse-cortex") -> Contender:
        return Contender(name, [str(self.bench), command, "--threads", str(threads or self.threads)], list(arguments))

    def peer(self, name: str, script: str, *arguments: list, needs=("numpy", "torch"), **environment) -> Contender:
        # Libraries read these when they are loaded; some of them read nothing else.
        variables = {v: str(self.threads) for v in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
        command = [self.python, str(HERE / script), "--threads", str(self.threads)]
        return Contender(name, command, list(arguments), needs, variables | environment)

    def why_not(self, contender: Contender) -> str | None:
        """Why this one cannot be run here."""
        if not contender.needs:
            return None
        if self.missing is None:
            return "--without-peers"
        absent = [module for module in contender.needs if module in self.missing]
        return f"no Python module {', '.join(absent)} (make bench-setup)" if absent else None

    def in_turn(self, section: str, work: str, contenders: list, rounds: int) -> dict:
        """A B C A B C …: what each printed in each round, by name; [] for those that were skipped or failed."""
        outputs = {contender.name: [] for contender in contenders}
        for turn in range(rounds):
            for contender in contenders:
                output = self.run(section, work, contender, turn)
                if output:
                    outputs[contender.name].append(output)
        return outputs

    def run(self, section: str, work: str, contender: Contender, turn: int) -> dict | None:
        record = {"section": section, "work": work, "program": contender.name, "round": turn + 1}
        reason = self.why_not(contender)
        if reason:
            if turn == 0:
                self.say(f"{work}: {contender.name} skipped: {reason}")
                self.runs.append(record | {"skipped": reason})
            return None
        call = contender.call(turn)
        start = time.monotonic()
        output, error = self.start(call, contender.environment)
        seconds = round(time.monotonic() - start, 3)
        # Paths are this machine's; options are not.
        record |= {"arguments": [pathlib.Path(word).name if os.sep in word else word for word in call]}
        self.runs.append(record | {"seconds": seconds} | ({"error": error} if error else {"output": output}))
        self.say(f"{work}: {contender.name}, round {turn + 1}: {error or f'{seconds:.1f} s'}")
        # A peer may run out of memory; that is a result, and no failure of this project.
        self.failures += bool(error) and not contender.needs
        return output

    def start(self, call: list, environment: dict):
        """The object that the program printed, or why there is none."""
        try:
            outcome = subprocess.run(
                call, capture_output=True, text=True, timeout=self.timeout, env=os.environ | environment)
            if outcome.returncode == 0:
                return json.loads(outcome.stdout), None
            lines = outcome.stderr.strip().splitlines() or [f"ended with status {outcome.returncode}"]
            return None, f"failed: {lines[-1] if call[0] == self.python else lines[0]}"
        except subprocess.TimeoutExpired:
            return None, f"failed: not done after {self.timeout:g} s (--timeout)"
        except ValueError:
            return None, "failed: printed no JSON"

    @staticmethod
    def say(text: str):
        print(f"bench: {text}", file=sys.stderr, flush=True)
