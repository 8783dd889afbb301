package io.auroraresponder.ledger;

import com.google.gson.JsonObject;

/** Open and closed leases as the ledger stores them. */
final class LeaseJson {
  private LeaseJson() {}

  static JsonObject write(Lease lease) {
    JsonObject json = new JsonObject();
    json.addProperty("id", lease.id());
    json.addProperty("incident", lease.incident());
    json.addProperty("incidentKey", lease.incidentKey());
    json.addProperty("runbook", lease.runbook());
    json.add("base", RangeJson.write(lease.base()));
    json.add("former", RangeJson.write(lease.former()));
    json.add("current", RangeJson.write(lease.current()));
    json.addProperty("members", lease.members());
    json.addProperty("openedAt", lease.openedAt().toString());
    json.addProperty("changedAt", lease.changedAt().toString());
    json.addProperty("until", lease.until().toString());
    json.addProperty("verifyAt", lease.verifyAt().toString());
    json.addProperty("step", lease.step());
    json.addProperty("renewals", lease.renewals());
    json.addProperty("phase", lease.phase().name());
    json.addProperty("phaseAt", lease.phaseAt().toString());
    json.addProperty("verdict", lease.verdict().name());
    json.addProperty("straight", lease.straight());
    json.addProperty("remindedAt", lease.remindedAt().toString());
    json.addProperty("member", lease.member());
    json.add("baseline", FactJson.write(lease.baseline()));
    return json;
  }

  static Lease read(Fields json) {
    return new Lease(
        json.text("id"), json.text("incident"), json.text("incidentKey"), json.text("runbook"), RangeJson.read(json.object("base")),
        RangeJson.read(json.object("former")), RangeJson.read(json.object("current")), (int) json.whole("members"),
        json.time("openedAt"), json.time("changedAt"), json.time("until"), json.time("verifyAt"), (int) json.whole("step"),
        (int) json.whole("renewals"), Lease.Phase.valueOf(json.text("phase")), json.time("phaseAt"),
        Lease.Verdict.valueOf(json.text("verdict")), json.flag("straight"), json.time("remindedAt"), json.text("member"),
        FactJson.pressure(json.object("baseline")));
  }

  static JsonObject write(ClosedLease lease) {
    JsonObject json = new JsonObject();
    json.addProperty("id", lease.id());
    json.addProperty("incident", lease.incident());
    json.add("base", RangeJson.write(lease.base()));
    json.add("current", RangeJson.write(lease.current()));
    json.add("found", RangeJson.write(lease.found()));
    json.addProperty("openedAt", lease.openedAt().toString());
    json.addProperty("closedAt", lease.closedAt().toString());
    json.addProperty("end", lease.end().name());
    json.addProperty("author", lease.author());
    return json;
  }

  static ClosedLease closed(Fields json) {
    return new ClosedLease(
        json.text("id"), json.text("incident"), RangeJson.read(json.object("base")), RangeJson.read(json.object("current")),
        RangeJson.read(json.object("found")), json.time("openedAt"), json.time("closedAt"), Lease.End.valueOf(json.text("end")),
        json.text("author"));
  }
}
