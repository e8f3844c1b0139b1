"""qbrgen completion: the shell's completion script."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from qbrgen.cli.help import command


@command(
    "completion",
    ("bash, for this session", 'eval "$(qbrgen completion bash)"'),
    ("zsh, for good", "qbrgen completion zsh > ~/.zfunc/_qbrgen"),
    ("fish, for good", "qbrgen completion fish > ~/.config/fish/completions/qbrgen.fish"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes SHELL complete commands, options, documents and check codes."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  (click knows all three)
    click.echo(kind(context.find_root().command, {}, "qbrgen", "_QBRGEN_COMPLETE").source())
