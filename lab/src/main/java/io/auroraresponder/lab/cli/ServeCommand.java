package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lab.incident.BundledIncidents;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.lab.incident.Script;
import io.auroraresponder.lab.incident.ServedScene;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays an incident with its account on the wire, for the operator's commands, the AWS CLI and SDKs. */
public final class ServeCommand implements Command {
  private static final Pattern SECONDS = Pattern.compile("([1-9]|[1-5]\\d|60)s");
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int LAST_PORT = 65_535;

  private final InstantSource realTime;

  ServeCommand(InstantSource realTime) {
    this.realTime = realTime;
  }

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public String arguments() {
    return "[NAME|FILE.yaml] [--port P] [--minute 60s]";
  }

  @Override
  public String summary() {
    return "plays one incident (load-growth), its account on 127.0.0.1 for --endpoint-url and the AWS CLI, a minute in 60 s or less, "
        + "until Ctrl-C";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of(), Set.of("--port", "--minute"));
    if (arguments.words().size() > 1) {
      throw new UsageException("serve plays one incident, found also " + arguments.words().get(1));
    }
    int port = arguments.value("--port").map(ServeCommand::port).orElse(0);
    Duration minute = arguments.value("--minute").map(ServeCommand::minute).orElse(Duration.ofMinutes(1));
    String word = arguments.words().isEmpty() ? BundledIncidents.names().getFirst() : arguments.words().getFirst();
    if (!word.contains("/") && !word.endsWith(".yaml") && !BundledIncidents.names().contains(word)) {
      throw new UsageException("there is no incident " + word + Suggestion.forWord(word, BundledIncidents.names()));
    }
    Script script = ServedScene.script(word, realTime);
    Thread here = Thread.currentThread();
    Thread ending = Thread.ofPlatform().unstarted(() -> end(here));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      ServedScene.serve(script, port, minute, realTime, line -> console.print("  " + line), listening(console));
    } catch (UncheckedIOException taken) {
      throw new UsageException("port " + port + " cannot be opened: " + taken.getMessage());
    }
    return DONE;
  }

  /** Ctrl-C ends the database and its folder too. */
  private static void end(Thread serving) {
    serving.interrupt();
    try {
      serving.join(Duration.ofSeconds(10));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static ServedScene.Listening listening(Console console) {
    return new ServedScene.Listening() {
      @Override
      public void at(URI address, String cluster) {
        console.print(List.of(
            "serving on " + address + ", to this machine alone", "  ./responder changes " + cluster + " --endpoint-url " + address,
            "  aws rds describe-db-clusters --endpoint-url " + address));
      }

      @Override
      public void reported(Report report) {
        console.print(List.of("  " + TIME.format(report.timing().startedAt()) + "  report  " + report.verdict().headline().text() + "; "
            + report.decision().result() + ": " + report.decision().summary().text()));
      }

      @Override
      public void heard(Scene.News news) {
        console.print(List.of("  " + TIME.format(news.at()) + "  " + news.word() + "  " + news.text()));
      }

      @Override
      public void failed(String why) {
        console.print(List.of("  an invocation failed; what it was about comes again: " + why));
      }
    };
  }

  private static int port(String text) {
    if (!PORT.matcher(text).matches() || Integer.parseInt(text) > LAST_PORT) {
      throw new UsageException("--port is a number from 0 (any that is free) to " + LAST_PORT + ", not " + text);
    }
    return Integer.parseInt(text);
  }

  private static Duration minute(String text) {
    Matcher matcher = SECONDS.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException("--minute is how long a minute of the account takes, from 1s to 60s, not " + text);
    }
    return Duration.ofSeconds(Long.parseLong(matcher.group(1)));
  }
}
