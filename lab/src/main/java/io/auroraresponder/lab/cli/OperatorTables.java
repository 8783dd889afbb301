package io.auroraresponder.lab.cli;

import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.NoticeLog;
import io.auroraresponder.ledger.OperatorRecords;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.page.PageChannel;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A deployment as a person sees it under the own credentials: what people say, which is written here, and the ledger, which is only read.
 *
 * @param caller whose credentials these are
 * @param where the deployment's name and place in words, for every sentence about it
 * @param clock as AWS tells the time: what is said on a machine whose clock is wrong counts all the same
 */
record OperatorTables(
    Ledger ledger, OperatorsTable operators, IncidentLog incidents, NoticeLog notices, AwsCaller caller, String where,
    InstantSource clock) {
  private static final Set<String> FLAGS = Set.of("--aws");
  private static final Set<String> VALUED = Set.of("--endpoint-url", "--region", "--name", "--account");
  static final String PLACE = "(--aws | --endpoint-url U) [--region R] [--account A] [--name NAME]";
  private static final String USUAL = "aurora-responder";

  /** The words of a command that speaks to a deployment: its own options, and those that say where. */
  static Arguments arguments(String command, List<String> given, Set<String> flags, Set<String> valued) {
    return Arguments.of(command, given, with(FLAGS, flags), with(VALUED, valued));
  }

  private static Set<String> with(Set<String> usual, Set<String> own) {
    return Set.copyOf(Stream.concat(usual.stream(), own.stream()).toList());
  }

  /**
   * Opens what the options name.
   *
   * @throws UsageException where they name nothing, or the credentials are none or of another account
   */
  static OperatorTables open(String command, Arguments arguments) {
    Caller who = caller(command, arguments);
    String name = arguments.value("--name").orElse(USUAL);
    Clock clock = Clock.systemUTC();
    AwsClients clients = AwsClients.of(who.region(), who.endpoint());
    Table ledger = new DynamoDbTable(clients.dynamoDb(), name + "-ledger", Backoff.standard(), clock);
    InstantSource theirs = () -> date(ledger).orElseGet(() -> clock.instant().plus(who.caller().ahead()));
    return new OperatorTables(
        new Ledger(ledger, clock, () -> UUID.randomUUID().toString()),
        new OperatorsTable(new DynamoDbTable(clients.dynamoDb(), name + "-operators", Backoff.standard(), clock), clock),
        new IncidentLog(ledger), new NoticeLog(ledger), who.caller(), name + " in account " + who.caller().account() + ", " + who.region(),
        theirs);
  }

  /** As the table's last answer told it; empty before the first. */
  private static Optional<Instant> date(Table table) {
    try {
      return Optional.of(table.date());
    } catch (Table.TableUnavailableException unasked) {
      return Optional.empty();
    }
  }

  /** The ledger's table alone, to be read whole. */
  static Table ledgerTable(String command, Arguments arguments) {
    Caller who = caller(command, arguments);
    String name = arguments.value("--name").orElse(USUAL);
    return new DynamoDbTable(AwsClients.of(who.region(), who.endpoint()).dynamoDb(), name + "-ledger", Backoff.standard(),
        Clock.systemUTC());
  }

  /** Who asks, and where. */
  record Caller(AwsCaller caller, String region, Optional<URI> endpoint) {}

  /**
   * Who asks, by the options.
   *
   * @throws UsageException where they name no place, or the credentials are none or of another account
   */
  static Caller caller(String command, Arguments arguments) {
    Optional<URI> endpoint = arguments.value("--endpoint-url").map(RemoteAddress::read);
    if (arguments.has("--aws") == endpoint.isPresent()) {
      throw new UsageException(command + " takes one of --aws and --endpoint-url U: each says in which account it is said");
    }
    String region = arguments.value("--region").orElseGet(() -> endpoint.isPresent() ? RemoteAddress.regionOr("eu-west-1")
        : RemoteAddress.region());
    RemoteAddress.requireCredentials(endpoint.isPresent() ? "--endpoint-url" : "--aws");
    AwsCaller caller = AwsCaller.ask(region, endpoint);
    arguments.value("--account").filter(expected -> !expected.equals(caller.account())).ifPresent(expected -> {
      throw new UsageException("these credentials are of account " + caller.account() + ", not of " + expected);
    });
    return new Caller(caller, region, endpoint);
  }

  /** As the notification function noted it when it kept an incident's page; empty where it kept none in the last 90 days. */
  Optional<Shown> page(String incident) {
    return Optional.of(notices.read(incident, PageChannel.WORD).shown()).filter(shown -> !shown.isEmpty())
        .map(shown -> RecordJson.read(shown, Shown.class)).filter(Shown::isSent);
  }

  /** A fresh id for what is said now. */
  String id() {
    return OperatorsTable.id(clock.instant(), UUID.randomUUID().toString().substring(0, 8));
  }

  Instant now() {
    return clock.instant();
  }

  /** What people have said. */
  OperatorRecords said() {
    return known(operators.read());
  }

  /** The heads that can be read, and how many cannot: nobody may say "none" of those. */
  Heads heads() {
    List<Head> read = new ArrayList<>();
    int unread = 0;
    for (Reading<Head> each : known(ledger.heads())) {
      if (each instanceof Reading.Known<Head>(Head head, Instant a, Instant b)) {
        read.add(head);
      } else {
        unread++;
      }
    }
    return new Heads(read, unread);
  }

  /** {@code unread}: how many there are besides. */
  record Heads(List<Head> read, int unread) {
    Heads {
      read = List.copyOf(read);
    }

    Optional<Head> of(String resourceId) {
      return read.stream().filter(head -> head.resourceId().equals(resourceId)).findFirst();
    }

    /** A sentence to add wherever an answer could be taken for the whole. */
    List<String> gap() {
      return unread == 0 ? List.of()
          : List.of(unread + (unread == 1 ? " head" : " heads") + " of the ledger could not be read: of those clusters nothing is known");
    }
  }

  /** Whether the ledger knows a cluster of this name. */
  void requireCluster(String cluster) {
    boolean known = heads().read().stream().anyMatch(head -> head.cluster().value().equals(cluster))
        || incidents.recall(cluster).isPresent();
    if (!known) {
      throw new UsageException("the ledger of " + where + " knows no cluster " + cluster);
    }
  }

  <T> T known(Reading<T> reading) {
    return switch (reading) {
      case Reading.Known<T> known -> known.value();
      case Reading.Unavailable<T> gap -> throw new UsageException("in " + where + " " + gap.reason());
    };
  }

  /** A text that people read later. */
  static String why(Arguments arguments, String command, boolean needed) {
    Optional<String> why = arguments.value("--why");
    if (why.map(String::isBlank).orElse(needed)) {
      throw new UsageException(command + " needs --why with a reason that others will read");
    }
    return why.map(String::strip).orElse("");
  }

  static String onlyWord(String command, Arguments arguments, String what) {
    if (arguments.words().size() != 1) {
      throw new UsageException(command + " needs " + what + (arguments.words().isEmpty() ? ""
          : ", found " + String.join(" ", arguments.words())));
    }
    return arguments.words().getFirst();
  }
}
