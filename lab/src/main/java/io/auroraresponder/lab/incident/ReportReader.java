package io.auroraresponder.lab.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JSON of a report (docs/report.schema.json) back: what a function in a process of its own answers can then be shown and
 * scored like any other. What the JSON does not carry stays empty, but for the words that stand for a fact: a fact is taken to stand
 * where its value does.
 */
final class ReportReader {
  private static final Pattern WORDS = Pattern.compile("(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}-]");

  private final JsonObject json;
  private final List<Report.NumberedFact> facts;

  private ReportReader(JsonObject json) {
    this.json = json;
    this.facts = each(json, "facts", fact -> new Report.NumberedFact(text(fact, "id"), fact(fact)));
  }

  /**
   * Reads one report.
   *
   * @throws IllegalStateException when it is no report of the schema
   */
  static Report of(JsonObject json) {
    return new ReportReader(json).report();
  }

  private Report report() {
    if (!Report.SCHEMA.equals(text(json, "schema"))) {
      throw new IllegalStateException("expected a report of schema " + Report.SCHEMA + ", found '" + text(json, "schema") + "'");
    }
    JsonObject incident = json.getAsJsonObject("incident");
    Instant openedAt = Instant.parse(text(incident, "openedAt"));
    return new Report(
        incident(incident, openedAt),
        Report.State.valueOf(text(incident, "state").toUpperCase(Locale.ROOT)),
        cluster(incident.getAsJsonObject("cluster"), openedAt),
        verdict(),
        each(json, "findings", this::finding),
        each(json, "gaps", gap -> new Gap(text(gap, "check"), phrase(gap, "reason"), phrase(gap, "cure"))),
        facts,
        member(json, "plan").map(this::plan),
        decision(json.getAsJsonObject("decision")),
        json.has("nextLook") ? Optional.of(new Report.NextLook(instant(json, "nextLook").orElseThrow(), instant(json, "saidAgain")))
            : Optional.empty(),
        each(json, "links", link -> new Report.Link(text(link, "title"), text(link, "url"))),
        timing(json.getAsJsonObject("timing")),
        json.has("series") ? each(json, "series", ReportReader::measured) : List.of(),
        member(json, "silence").map(silence -> new Report.Silence(Instant.parse(text(silence, "until")), text(silence, "by"),
            text(silence, "why"))));
  }

  private static Report.Measured measured(JsonObject json) {
    List<Optional<Double>> values =
        json.getAsJsonArray("values").asList().stream()
            .map(value -> value.isJsonNull() ? Optional.<Double>empty() : Optional.of(value.getAsDouble())).toList();
    return new Report.Measured(text(json, "member"), text(json, "metric"), text(json, "unit"), Instant.parse(text(json, "start")), values);
  }

  private static Incident incident(JsonObject incident, Instant openedAt) {
    JsonObject signal = incident.getAsJsonObject("signal");
    JsonObject cluster = incident.getAsJsonObject("cluster");
    return new Incident(
        text(incident, "id"), text(incident, "key"), new ClusterId(text(cluster, "id")), text(cluster, "account"), text(cluster, "region"),
        text(incident, "runbook"), "", "", openedAt,
        new Signal(text(signal, "shape"), text(signal, "id"), text(signal, "source"), text(signal, "reason"),
        Instant.parse(text(signal, "at"))));
  }

  /** The owner is the one tag that a report carries. */
  private static Reading<Map<String, String>> tags(JsonObject cluster, Instant at) {
    return cluster.has("owner") ? Reading.known(Map.of("aurora-responder:owner", text(cluster, "owner")), at)
        : Reading.unavailable("not in a report");
  }

  /** A report says three things of the cluster's state, or it could not be read. */
  private static Reading<ClusterState> cluster(JsonObject cluster, Instant at) {
    if (!cluster.has("arn")) {
      return Reading.unavailable("the report says nothing of the cluster's state");
    }
    return Reading.known(
        new ClusterState(
            new ClusterId(text(cluster, "id")), text(cluster, "arn"), text(cluster, "resourceId"), text(cluster, "account"),
            text(cluster, "region"), "",
            text(cluster, "engineVersion"), "", "", Reading.unavailable("not in a report"), List.of(),
            tags(cluster, at),
            "", "", Reading.unavailable("not in a report"), "", 0, List.of(), at),
        at);
  }

  private Report.Verdict verdict() {
    List<String> others = new ArrayList<>();
    json.getAsJsonArray("otherCauses").forEach(other -> others.add(other.getAsString()));
    List<Phrase> chain = new ArrayList<>();
    json.getAsJsonArray("chain").forEach(actor -> chain.add(phrase(actor.getAsString())));
    Report.Place place =
        member(json, "instruction").map(instruction -> place("member", instruction.getAsJsonObject("target"))).orElse(Report.Place.UNKNOWN);
    return new Report.Verdict(phrase(json, "headline"), phrase(json, "impact"), severity(json), text(json, "cause"), others, chain, place);
  }

  private static Report.Place place(String instance, JsonObject target) {
    int port = target.has("port") ? target.get("port").getAsInt() : 0;
    return new Report.Place(text(target, instance), text(target, "endpoint"), port, text(target, "database"));
  }

  private static Severity severity(JsonObject from) {
    return Severity.valueOf(text(from, "severity").toUpperCase(Locale.ROOT));
  }

  private Report.ReportedFinding finding(JsonObject finding) {
    List<String> ids = new ArrayList<>();
    finding.getAsJsonArray("facts").forEach(id -> ids.add(id.getAsString()));
    return new Report.ReportedFinding(
        new Finding(
            text(finding, "check"), severity(finding), phrase(finding, "summary"), phrase(finding, "observed"),
            phrase(finding, "threshold"),
            Instant.parse(text(finding, "since")), each(finding, "advice", this::advice),
            member(finding, "place").map(place -> place("instance", place)).orElse(Report.Place.UNKNOWN)),
        ids);
  }

  private Advice advice(JsonObject advice) {
    return new Advice(phrase(advice, "text"), phrase(advice, "command"), text(advice, "database"));
  }

  private static Fact fact(JsonObject fact) {
    return new Fact(text(fact, "source"), Instant.parse(text(fact, "at")), text(fact, "value"), text(fact, "unit"), privacy(fact));
  }

  private static Privacy privacy(JsonObject fact) {
    String word = text(fact, "privacy");
    return word.isEmpty() ? Privacy.OPEN : Privacy.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private Report.Plan plan(JsonObject plan) {
    return new Report.Plan(
        text(plan, "id"), text(plan, "hash"), text(plan, "remedy"), member(plan, "from").map(ReportReader::range),
        member(plan, "to").map(ReportReader::range),
        text(plan, "lever"), each(plan, "refusedLevers", refused ->
        new Report.RefusedLever(text(refused, "lever"), phrase(refused, "reason"))),
        member(plan, "lease").map(lease -> new Report.Lease(text(lease, "id"), Instant.parse(text(lease, "until")),
        Instant.parse(text(lease, "verifyAt")))),
        member(plan, "cost").map(ReportReader::cost), phrase(plan, "summary"));
  }

  private static ScalingRange range(JsonObject range) {
    int pause = range.has("pauseSeconds") ? range.get("pauseSeconds").getAsInt() : 0;
    return ScalingRange.of(range.get("minAcu").getAsDouble(), range.get("maxAcu").getAsDouble(), pause);
  }

  private static Report.Cost cost(JsonObject cost) {
    String currency = text(cost, "currency");
    return new Report.Cost(amount(cost, "perHour"), amount(cost, "worstCase"), amount(cost, "perDay"), currency, amount(cost, "rate"));
  }

  private static Fact amount(JsonObject cost, String name) {
    return new Fact("report", Instant.EPOCH, text(cost, name), text(cost, "currency"));
  }

  private Report.Decision decision(JsonObject decision) {
    Optional<JsonObject> ledger = member(decision, "ledger");
    return new Report.Decision(
        text(decision, "mode"), text(decision, "result"), text(decision, "wouldBe"),
        each(decision, "reasons", answer -> new Report.GuardAnswer(text(answer, "guard"), text(answer, "verdict"), phrase(answer, "text"))),
        phrase(decision, "summary"), each(decision, "commands", this::advice),
        ledger.map(head -> head.get("seq").getAsLong()).orElse(0L),
        ledger.map(head -> text(head, "hash")).orElse(""));
  }

  private static Report.Timing timing(JsonObject timing) {
    return new Report.Timing(Instant.parse(text(timing, "startedAt")), Duration.ofMillis(timing.get("millis").getAsLong()),
        timing.get("calls").getAsInt());
  }

  private Phrase phrase(JsonObject from, String name) {
    return phrase(text(from, name));
  }

  /** With the facts whose values stand in it, in the order in which they do; of two that begin at one place the longer. */
  private Phrase phrase(String text) {
    List<Fact> standing = new ArrayList<>();
    Matcher words = WORDS.matcher(text);
    int at = 0;
    while (words.find()) {
      int begin = words.start();
      if (begin < at) {
        continue;
      }
      Optional<Fact> longest = facts.stream().map(Report.NumberedFact::fact)
          .filter(fact -> !fact.words().isEmpty() && text.startsWith(fact.words(), begin) && isEnd(text, begin + fact.words().length()))
          .max(Comparator.comparingInt(fact -> fact.words().length()));
      longest.ifPresent(standing::add);
      at = begin + longest.map(fact -> fact.words().length()).orElse(0);
    }
    return new Phrase(text, standing);
  }

  private static boolean isEnd(String text, int at) {
    return at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
  }

  /** Numbers too, in the digits that stand there. */
  private static String text(JsonObject from, String name) {
    JsonElement value = from.get(name);
    return value == null ? "" : value.getAsString();
  }

  private static Optional<JsonObject> member(JsonObject from, String name) {
    return Optional.ofNullable(from.getAsJsonObject(name));
  }

  private static <T> List<T> each(JsonObject from, String name, Function<JsonObject, T> form) {
    List<T> all = new ArrayList<>();
    JsonArray values = from.getAsJsonArray(name);
    if (values != null) {
      values.forEach(value -> all.add(form.apply(value.getAsJsonObject())));
    }
    return all;
  }

  private static Optional<Instant> instant(JsonObject json, String name) {
    return json.has(name) ? Optional.of(Instant.parse(text(json, name))) : Optional.empty();
  }
}
