package io.auroraresponder.notify;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Effect;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.incident.Version;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The report as JSON, schema {@code aurora-responder/report/1} (docs/report.schema.json): what machines get by SNS, what is stored, and
 * what {@code --json} prints.
 *
 * <p>Keys always stand in the same order; what is not known is left out. A fact's value is a JSON number exactly where its text is a
 * plain decimal number, so that reading it back gives the digits that the message shows.
 */
public final class ReportJson {
  public static final String REFERENCE_SCHEMA = "aurora-responder/report-reference/1";

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
  private static final Gson INDENTED = new GsonBuilder().disableHtmlEscaping().serializeNulls().setPrettyPrinting().create();

  /** No leading zero: {@code 007} is a word. No more digits than a double keeps, so no reader changes them. */
  private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,6})?");

  private ReportJson() {}

  /** On one line, for the wire. */
  public static String of(Report report) {
    return GSON.toJson(tree(report));
  }

  /** Indented, for people and golden files. */
  public static String indented(Report report) {
    return INDENTED.toJson(tree(report)) + "\n";
  }

  /**
   * In place of a report that is too large for its way: whose look it was, when it was made, and where in the bucket of reports it is.
   * {@code
   * most}: the longest that a name may be, in characters.
   */
  public static String reference(Report report, int most) {
    JsonObject incident = new JsonObject();
    incident.addProperty("id", PlainText.cut(PlainText.of(report.incident().id()), most));
    incident.addProperty("key", PlainText.cut(PlainText.of(report.incident().key()), most));
    incident.addProperty("runbook", report.incident().runbook());
    JsonObject reference = new JsonObject();
    reference.addProperty("schema", REFERENCE_SCHEMA);
    reference.add("incident", incident);
    reference.addProperty("severity", report.verdict().severity().word());
    reference.addProperty("startedAt", report.timing().startedAt().toString());
    reference.addProperty("object", objectKey(report.incident()));
    return GSON.toJson(reference);
  }

  /**
   * Where a report is kept: one object a signal, the same when it is handled again: {@code reports/capacity/orders-db/2026-11-24/…json}.
   * The
   * runbook stands first, so that each function's role may write its own reports and no other's.
   */
  public static String objectKey(Incident incident) {
    String day = incident.signal().at().toString().substring(0, 10);
    UUID name = UUID.nameUUIDFromBytes((incident.id() + "#" + incident.signal().id()).getBytes(StandardCharsets.UTF_8));
    return "reports/" + incident.runbook() + "/" + incident.cluster().value() + "/" + day + "/" + name + ".json";
  }

  /** As a tree, for callers that put it into something larger. */
  public static JsonObject tree(Report report) {
    JsonObject json = new JsonObject();
    text(json, "schema", Report.SCHEMA);
    text(json, "responder", Version.CURRENT);
    json.add("incident", incident(report));
    Report.Verdict verdict = report.verdict();
    text(json, "headline", verdict.headline().text());
    optional(json, "impact", verdict.impact().text());
    text(json, "severity", verdict.severity().word());
    text(json, "cause", verdict.cause());
    json.add("otherCauses", words(verdict.otherCauses()));
    json.add("chain", words(verdict.chain().stream().map(Phrase::text).toList()));
    report.advice().stream().findFirst().ifPresent(first -> json.add("instruction", instruction(first, report)));
    report.nextLook().ifPresent(next -> {
      text(json, "nextLook", next.at().toString());
      next.saidAgain().ifPresent(again -> text(json, "saidAgain", again.toString()));
    });
    report.silence().ifPresent(silence -> json.add("silence", silence(silence)));
    json.add("findings", array(report.findings(), ReportJson::finding));
    json.add("gaps", array(report.gaps(), ReportJson::gap));
    json.add("facts", array(report.facts(), ReportJson::fact));
    report.plan().ifPresent(plan -> json.add("plan", plan(plan)));
    json.add("decision", decision(report.decision()));
    json.add("links", array(report.links(), ReportJson::link));
    json.add("timing", timing(report.timing()));
    if (!report.series().isEmpty()) {
      json.add("series", series(report.series()));
    }
    return json;
  }

  private static JsonObject silence(Report.Silence silence) {
    JsonObject json = new JsonObject();
    text(json, "until", silence.until().toString());
    text(json, "by", silence.by());
    text(json, "why", silence.why());
    return json;
  }

  static JsonArray series(List<Report.Measured> series) {
    return array(series, ReportJson::measured);
  }

  private static JsonObject measured(Report.Measured measured) {
    JsonObject json = new JsonObject();
    text(json, "member", measured.member());
    text(json, "metric", measured.metric());
    text(json, "unit", measured.unit());
    text(json, "start", measured.start().toString());
    json.addProperty("step", measured.step().toSeconds());
    JsonArray values = new JsonArray();
    measured.values().forEach(value -> values.add(value.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE)));
    json.add("values", values);
    return json;
  }

  private static JsonObject incident(Report report) {
    Incident incident = report.incident();
    JsonObject json = new JsonObject();
    text(json, "id", incident.id());
    text(json, "key", incident.key());
    text(json, "runbook", incident.runbook());
    text(json, "state", report.state().name().toLowerCase(Locale.ROOT));
    json.add("cluster", cluster(incident, report.cluster()));
    text(json, "openedAt", incident.openedAt().toString());
    Signal signal = incident.signal();
    JsonObject told = new JsonObject();
    text(told, "shape", signal.shape());
    text(told, "id", signal.id());
    text(told, "source", signal.source());
    text(told, "reason", signal.reason());
    text(told, "at", signal.at().toString());
    json.add("signal", told);
    return json;
  }

  /** Account and region are the signal's: they are known even where the cluster could not be read. */
  private static JsonObject cluster(Incident incident, Reading<ClusterState> state) {
    JsonObject json = new JsonObject();
    text(json, "id", incident.cluster().value());
    optional(json, "arn", state.map(ClusterState::arn).orElse(""));
    optional(json, "resourceId", state.map(ClusterState::resourceId).orElse(""));
    text(json, "account", incident.account());
    text(json, "region", incident.region());
    optional(json, "engineVersion", state.map(ClusterState::engineVersion).orElse(""));
    optional(json, "owner", state.map(ClusterState::owner).orElse(""));
    return json;
  }

  /** The first of the advice with its place, for whoever shows one thing to do. */
  private static JsonObject instruction(Advice first, Report report) {
    JsonObject target = place("member", report.placeOf(first));
    text(target, "region", report.incident().region());
    JsonObject json = new JsonObject();
    json.add("target", target);
    text(json, "text", first.text().text());
    optional(json, "command", first.command().text());
    optional(json, "effect", Effect.of(first.command().text()).map(Effect::words).map(Phrase::text).orElse(""));
    return json;
  }

  private static JsonObject place(String instance, Report.Place place) {
    JsonObject json = new JsonObject();
    optional(json, instance, place.member());
    optional(json, "endpoint", place.endpoint());
    if (place.port() > 0) {
      json.addProperty("port", place.port());
    }
    optional(json, "database", place.database());
    return json;
  }

  private static JsonObject finding(Report.ReportedFinding reported) {
    JsonObject json = new JsonObject();
    text(json, "check", reported.finding().check());
    text(json, "severity", reported.finding().severity().word());
    text(json, "summary", reported.finding().summary().text());
    text(json, "observed", reported.finding().observed().text());
    text(json, "threshold", reported.finding().threshold().text());
    text(json, "since", reported.finding().since().toString());
    JsonObject place = place("instance", reported.finding().place());
    if (!place.isEmpty()) {
      json.add("place", place);
    }
    json.add("facts", words(reported.factIds()));
    json.add("advice", array(reported.finding().advice(), ReportJson::advice));
    return json;
  }

  private static JsonObject advice(Advice advice) {
    JsonObject json = new JsonObject();
    text(json, "text", advice.text().text());
    optional(json, "command", advice.command().text());
    optional(json, "effect", Effect.of(advice.command().text()).map(Effect::words).map(Phrase::text).orElse(""));
    optional(json, "database", advice.database());
    return json;
  }

  private static JsonObject gap(Gap gap) {
    JsonObject json = new JsonObject();
    text(json, "check", gap.check());
    text(json, "reason", gap.reason().text());
    optional(json, "cure", gap.cure().text());
    return json;
  }

  static JsonObject fact(Report.NumberedFact numbered) {
    Fact fact = numbered.fact();
    JsonObject json = new JsonObject();
    text(json, "id", numbered.id());
    text(json, "source", fact.source());
    text(json, "at", fact.at().toString());
    value(json, "value", fact);
    optional(json, "unit", fact.unit());
    if (fact.privacy() != Privacy.OPEN) {
      text(json, "privacy", fact.privacy().name().toLowerCase(Locale.ROOT));
    }
    return json;
  }

  private static JsonObject plan(Report.Plan plan) {
    JsonObject json = new JsonObject();
    text(json, "id", plan.id());
    text(json, "hash", plan.hash());
    text(json, "remedy", plan.remedy());
    range(json, "from", plan.from());
    range(json, "to", plan.to());
    text(json, "lever", plan.lever());
    json.add("refusedLevers", array(plan.refusedLevers(), ReportJson::refused));
    plan.lease().ifPresent(lease -> json.add("lease", lease(lease)));
    plan.cost().ifPresent(cost -> json.add("cost", cost(cost)));
    optional(json, "summary", plan.summary().text());
    return json;
  }

  private static void range(JsonObject json, String name, Optional<ScalingRange> range) {
    if (range.isEmpty()) {
      return;
    }
    JsonObject acu = new JsonObject();
    acu.addProperty("minAcu", range.get().minAcu());
    acu.addProperty("maxAcu", range.get().maxAcu());
    if (range.get().pauseSeconds() > 0) {
      acu.addProperty("pauseSeconds", range.get().pauseSeconds());
    }
    json.add(name, acu);
  }

  private static JsonObject refused(Report.RefusedLever refused) {
    JsonObject json = new JsonObject();
    text(json, "lever", refused.lever());
    text(json, "reason", refused.reason().text());
    return json;
  }

  private static JsonObject lease(Report.Lease lease) {
    JsonObject json = new JsonObject();
    text(json, "id", lease.id());
    text(json, "until", lease.until().toString());
    text(json, "verifyAt", lease.verifyAt().toString());
    return json;
  }

  private static JsonObject cost(Report.Cost cost) {
    JsonObject json = new JsonObject();
    value(json, "perHour", cost.perHour());
    value(json, "worstCase", cost.worstCase());
    value(json, "perDay", cost.perDay());
    text(json, "currency", cost.currency());
    value(json, "rate", cost.rate());
    return json;
  }

  private static JsonObject decision(Report.Decision decision) {
    JsonObject json = new JsonObject();
    text(json, "mode", decision.mode());
    text(json, "result", decision.result());
    optional(json, "wouldBe", decision.wouldBe());
    json.add("reasons", array(decision.reasons(), ReportJson::answer));
    optional(json, "summary", decision.summary().text());
    json.add("commands", array(decision.commands(), ReportJson::advice));
    if (decision.chainSeq() > 0) {
      json.add("ledger", ledger(decision));
    }
    return json;
  }

  private static JsonObject ledger(Report.Decision decision) {
    JsonObject json = new JsonObject();
    json.addProperty("seq", decision.chainSeq());
    text(json, "hash", decision.chainHash());
    return json;
  }

  private static JsonObject answer(Report.GuardAnswer answer) {
    JsonObject json = new JsonObject();
    text(json, "guard", answer.guard());
    text(json, "verdict", answer.verdict());
    text(json, "text", answer.text().text());
    return json;
  }

  private static JsonObject link(Report.Link link) {
    JsonObject json = new JsonObject();
    text(json, "title", link.title());
    text(json, "url", link.url());
    return json;
  }

  private static JsonObject timing(Report.Timing timing) {
    JsonObject json = new JsonObject();
    text(json, "startedAt", timing.startedAt().toString());
    json.addProperty("millis", timing.took().toMillis());
    json.addProperty("calls", timing.calls());
    return json;
  }

  private static <T> JsonArray array(List<T> values, Function<T, JsonObject> form) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(form.apply(value)));
    return array;
  }

  private static JsonArray words(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(PlainText.of(value)));
    return array;
  }

  private static void value(JsonObject json, String name, Fact fact) {
    if (NUMBER.matcher(fact.value()).matches()) {
      json.addProperty(name, new BigDecimal(fact.value()));
    } else {
      text(json, name, fact.value());
    }
  }

  private static void text(JsonObject json, String name, String value) {
    json.addProperty(name, PlainText.of(value));
  }

  private static void optional(JsonObject json, String name, String value) {
    if (!value.isEmpty()) {
      text(json, name, value);
    }
  }
}
