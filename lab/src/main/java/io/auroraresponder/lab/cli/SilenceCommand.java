package io.auroraresponder.lab.cli;

import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps messages of one cluster quiet for a while; changes go on. */
public final class SilenceCommand implements Command {
  private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,4})(m|h)");

  @Override
  public String name() {
    return "silence";
  }

  @Override
  public String arguments() {
    return "CLUSTER (2h | --for 2h | --lift) --why W " + OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return "silences a cluster's messages for at most 24 hours, or lifts that";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of("--lift"), Set.of("--for", "--why"));
    List<String> words = arguments.words();
    if (arguments.has("--lift")) {
      return lifted(arguments, console);
    }
    boolean together = words.size() == 2 && arguments.value("--for").isEmpty();
    String cluster = together ? words.getFirst() : OperatorTables.onlyWord(name(), arguments, "a cluster");
    Duration time = time(together ? words.getLast()
        : arguments.value("--for").orElseThrow(() -> new UsageException("silence needs its length, for example silence orders-db 2h")));
    String why = OperatorTables.why(arguments, "silence", true);
    OperatorTables tables = OperatorTables.open(name(), arguments);
    tables.requireCluster(cluster);
    Instant until = tables.now().plus(time);
    tables.operators().put(new Silence(tables.id(), tables.caller().userId(), cluster, until, why));
    console.print(List.of(cluster + " is silenced until " + until + " in " + tables.where()));
    return DONE;
  }

  private int lifted(Arguments arguments, Console console) {
    if (arguments.value("--for").isPresent()) {
      throw new UsageException("silence takes one of --for and --lift");
    }
    String cluster = OperatorTables.onlyWord(name(), arguments, "a cluster");
    String why = OperatorTables.why(arguments, "silence --lift", true);
    OperatorTables tables = OperatorTables.open(name(), arguments);
    if (Silence.inForce(tables.said().silences(), cluster, tables.now()).isEmpty()) {
      throw new UsageException(cluster + " is not silenced in " + tables.where());
    }
    String id = tables.id();
    tables.operators().put(new Silence(id, tables.caller().userId(), cluster, OperatorsTable.at(id), why));
    console.print(List.of(cluster + " is silenced no longer in " + tables.where()));
    return DONE;
  }

  static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException("'" + text + "' is no time: minutes or hours such as 90m or 2h");
    }
    long count = Long.parseLong(matcher.group(1));
    Duration time = matcher.group(2).equals("m") ? Duration.ofMinutes(count) : Duration.ofHours(count);
    if (time.compareTo(OperatorsTable.LONGEST_SILENCE) > 0) {
      throw new UsageException("a silence lasts " + OperatorsTable.LONGEST_SILENCE.toHours() + " hours at most, not " + text);
    }
    return time;
  }
}
