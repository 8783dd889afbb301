package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.bench.ColdStartFigure;
import io.auroraresponder.lab.bench.IntakeFigure;
import io.auroraresponder.lab.bench.RedactionFigure;
import io.auroraresponder.lab.bench.ResponseFigure;
import io.auroraresponder.lab.bench.StormFigure;
import io.auroraresponder.lab.bench.UrgentSqlFigure;
import io.auroraresponder.lab.incident.IncidentRun;
import io.auroraresponder.lab.incident.ResponderScene;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lambda.log.LogOutput;
import io.auroraresponder.ledger.Order;
import java.io.OutputStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Where {@code ./responder} begins. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] words) {
    // Standard output belongs to the command: the functions' log goes nowhere.
    LogOutput.redirect(OutputStream.nullOutputStream());
    Console console = Console.ofProcess(String.valueOf(System.getenv().getOrDefault("NO_COLOR", "")));
    System.exit(new CommandLine(commands(), console).run(List.of(words)));
  }

  /** Every command, in the order of the usage. */
  private static List<Command> commands() {
    InstantSource realTime = Clock.systemUTC();
    OrderWait wait = OrderWait.inRealTime();
    Supplier<IncidentRun> runs = () -> new IncidentRun(ResponderScene.maker(realTime), LabPostgres::open, realTime);
    Supplier<IncidentRun> lambdaRuns = () -> new IncidentRun(ResponderScene.maker(realTime, DeployedJar.path()), LabPostgres::open,
        realTime);
    return List.of(new IncidentsCommand(), new IncidentCommand(runs, lambdaRuns, new ReportView()), new InvokeCommand(),
        new ScoreCommand(runs), new CausesCommand(), new ChangesCommand(), new SwitchCommand(wait), new OrderCommand(Order.Kind.BACK, wait),
        new OrderCommand(Order.Kind.KEEP, wait), new DrainCommand(wait), new ApprovalCommand(true, wait), new ApprovalCommand(false, wait),
        new OrderCommand(Order.Kind.ADOPT, wait),
        new OrderCommand(Order.Kind.LEAVE, wait), new OrderCommand(Order.Kind.CLEAR_FORK, wait), new SilenceCommand(),
        new ServeCommand(realTime), new NotifyTestCommand(), new ReportCommand(ReportCommand::open), new VerifyReportCommand(),
        new LedgerCommand(),
        new TortureCommand(),
        new BenchCommand(List.of(new ColdStartFigure(DeployedJar.path(), DeployedJar.usual()), new IntakeFigure(), new RedactionFigure(),
        new ResponseFigure(), new UrgentSqlFigure(), new StormFigure())));
  }
}
