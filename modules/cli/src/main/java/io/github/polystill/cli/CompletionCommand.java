package io.github.polystill.cli;

import io.github.polystill.cli.command.AbstractCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polystill completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script with which bash or zsh completes commands, options, files and names.",
      "It is for polystill by whatever path it is started, and to be printed anew after an update.",
      "For this shell alone: source <(polystill completion bash)"
    },
    footer = {
      "",
      "Examples:",
      "  polystill completion bash > ~/.local/share/bash-completion/completions/polystill",
      "  polystill completion zsh > ~/.polystill.zsh; echo 'source ~/.polystill.zsh' >> ~/.zshrc"
    })
final class CompletionCommand extends AbstractCommand {
  /** Shells that the script is for; zsh reads bash's. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  Shell shell;

  @Override
  public Integer call() {
    out().print(AutoComplete.bash("polystill", spec.root().commandLine()));
    out().flush();
    return 0;
  }
}
