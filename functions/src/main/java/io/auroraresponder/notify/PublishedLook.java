package io.auroraresponder.notify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Report;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A look as it was published: the report's JSON, or its reference. For channels that pass on every look, though a later one may have taken
 * its place in the ledger by the time the message comes.
 *
 * @param incident the incident's id
 * @param runbook with the moment, what tells it from every other look of the incident
 * @param json as it was published
 * @param cluster ARN; empty where the cluster could not be read
 */
public record PublishedLook(String incident, String runbook, Instant startedAt, String json, Optional<String> cluster) {

  /** Names a look among those of its incident. */
  public String name() {
    return name(startedAt, runbook);
  }

  /** The same of a report. */
  public static String name(Report report) {
    return name(report.timing().startedAt(), report.incident().runbook());
  }

  private static String name(Instant startedAt, String runbook) {
    return "look " + startedAt + " " + runbook;
  }

  /** Empty where it is neither a report nor the reference of one. */
  public static Optional<PublishedLook> read(JsonObject json) {
    String schema = text(json, "schema");
    boolean whole = schema.equals(Report.SCHEMA);
    if (!(whole || schema.equals(ReportJson.REFERENCE_SCHEMA)) || !(json.get("incident") instanceof JsonObject incident)) {
      return Optional.empty();
    }
    String started = whole ? json.get("timing") instanceof JsonObject timing ? text(timing, "startedAt") : "" : text(json, "startedAt");
    Optional<String> arn = incident.get("cluster") instanceof JsonObject cluster
        ? Optional.of(text(cluster, "arn")).filter(one -> !one.isEmpty()) : Optional.empty();
    try {
      return Optional.of(new PublishedLook(text(incident, "id"), text(incident, "runbook"), Instant.parse(started), json.toString(), arn))
          .filter(look -> !look.incident().isEmpty());
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  public List<String> resources() {
    return cluster.stream().toList();
  }

  private static String text(JsonObject of, String name) {
    JsonElement value = of.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
