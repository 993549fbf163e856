package io.bellhop.app.cli;

import io.bellhop.app.settings.DurationText;
import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.PathPrefix;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** All commands there are. */
public final class Commands {
  private static final int HELP_WIDTH = 100;

  private Commands() {}

  /** Runs one command; tells its exit code: see {@link ExitCode}. */
  public static int run(CommandContext context, String... arguments) {
    return tree(context).execute(arguments);
  }

  static CommandLine tree(CommandContext context) {
    CommandLine tree =
        new CommandLine(new BellhopCommand())
            .addSubcommand(new DevCommand(context))
            .addSubcommand(new RouterCommand(context))
            .addSubcommand(new AgentCommand(context))
            .addSubcommand(new AppsCommand(context))
            .addSubcommand(app(context))
            .addSubcommand(deployment(context))
            .addSubcommand(new DeployCommand(context))
            .addSubcommand(new RolloutsCommand(context))
            .addSubcommand(new PromoteCommand(context))
            .addSubcommand(new AbortCommand(context))
            .addSubcommand(new RollbackCommand(context))
            .addSubcommand(new EventsCommand(context))
            .addSubcommand(new SwitchCommand(context))
            .addSubcommand(new PauseCommand(context))
            .addSubcommand(new ResumeCommand(context))
            .addSubcommand(new StopCommand(context))
            .addSubcommand(new RunCommand(context))
            .addSubcommand(new RunsCommand(context))
            .addSubcommand(new CancelCommand(context))
            .addSubcommand(new SchedulesCommand(context))
            .addSubcommand(new SleepCommand(context))
            .addSubcommand(new WakeCommand(context))
            .addSubcommand(new PinCommand(context))
            .addSubcommand(new UnpinCommand(context))
            .addSubcommand(new PsCommand(context))
            .addSubcommand(new ExplainCommand(context))
            .addSubcommand(new LogsCommand(context))
            .addSubcommand(new StatusCommand(context))
            .addSubcommand(new RoutersCommand(context))
            .addSubcommand(new RejectedCommand(context))
            .addSubcommand(new SettingsCommand(context))
            .addSubcommand(new VersionCommand(context))
            .addSubcommand(help());
    return configured(tree, context);
  }

  private static CommandLine help() {
    CommandLine help = new CommandLine(new HelpCommand());
    help.getCommandSpec()
        .usageMessage()
        .header(new String[0])
        .description("Shows how a command is used, as --help does.")
        .footerHeading("%nExamples:%n")
        .footer("  bellhop help deploy");
    return help;
  }

  private static CommandLine app(CommandContext context) {
    return new CommandLine(new AppCommand())
        .addSubcommand(new AppCreateCommand(context))
        .addSubcommand(new AppSetCommand(context))
        .addSubcommand(new AppShowCommand(context))
        .addSubcommand(new AppRemoveCommand(context));
  }

  private static CommandLine deployment(CommandContext context) {
    return new CommandLine(new DeploymentCommand())
        .addSubcommand(new DeploymentAddCommand(context))
        .addSubcommand(new DeploymentRemoveCommand(context));
  }

  private static CommandLine configured(CommandLine tree, CommandContext context) {
    Failures failures = new Failures(context.err());
    return tree.registerConverter(AppName.class, checked(AppName::new))
        .registerConverter(DeploymentName.class, checked(DeploymentName::new))
        .registerConverter(HostPattern.class, checked(HostPattern::new))
        .registerConverter(PathPrefix.class, checked(PathPrefix::new))
        .registerConverter(BackendAddress.class, checked(BackendAddress::parse))
        .registerConverter(Duration.class, checked(DurationText::parse))
        .setOut(context.out())
        .setErr(context.err())
        .setUsageHelpWidth(HELP_WIDTH)
        .setExecutionExceptionHandler(failures::failed)
        .setParameterExceptionHandler(failures::misused);
  }

  private static <T> ITypeConverter<T> checked(Function<String, T> read) {
    return text -> {
      try {
        return read.apply(text);
      } catch (InvalidValueException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}
