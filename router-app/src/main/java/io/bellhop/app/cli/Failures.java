package io.bellhop.app.cli;

import io.bellhop.app.admin.AdminStartException;
import io.bellhop.app.launch.AgentStartException;
import io.bellhop.app.settings.SettingsException;
import io.bellhop.model.InvalidValueException;
import io.bellhop.router.RouterStartException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells users of failures: a sentence for what they can mend, a stack trace for what we must. */
final class Failures {
  private final PrintWriter err;

  Failures(PrintWriter err) {
    this.err = err;
  }

  @SuppressWarnings("unused") // picocli gives more than is needed
  int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof SettingsException || failure instanceof InvalidValueException) {
      tell(failure);
      return ExitCode.MISUSED;
    }
    if (failure instanceof RouterStartException) {
      tell(failure);
      err.println(
          "  set by --port in `bellhop dev`, by router.listen and router.transport in bellhop.yaml");
    } else if (failure instanceof CommandException
        || failure instanceof AdminStartException
        || failure instanceof AgentStartException) {
      tell(failure);
    } else {
      err.println("bellhop: this is a fault of Bellhop's own; please report it");
      failure.printStackTrace(err);
    }
    return ExitCode.FAILED;
  }

  @SuppressWarnings("unused")
  int misused(ParameterException failure, String[] arguments) {
    tell(failure);
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("Try '%s --help'%n", failure.getCommandLine().getCommandSpec().qualifiedName());
    err.flush();
    return ExitCode.MISUSED;
  }

  private void tell(Exception failure) {
    err.println("bellhop: " + failure.getMessage());
    err.flush();
  }
}
