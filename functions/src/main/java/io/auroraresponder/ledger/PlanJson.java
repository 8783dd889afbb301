package io.auroraresponder.ledger;

import com.google.gson.JsonObject;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.ClusterId;
import java.time.Duration;

/** A planned change as the ledger stores it, and as it is handed from the function that plans to the one that acts. */
public final class PlanJson {
  private PlanJson() {}

  public static JsonObject write(PlannedChange plan) {
    JsonObject json = new JsonObject();
    json.addProperty("planId", plan.planId());
    json.addProperty("planHash", plan.planHash());
    json.addProperty("remedy", plan.remedy().word());
    json.addProperty("cluster", plan.cluster().value());
    json.addProperty("resourceId", plan.resourceId());
    json.addProperty("incident", plan.incident());
    json.addProperty("incidentKey", plan.incidentKey());
    json.addProperty("runbook", plan.runbook());
    json.add("from", RangeJson.write(plan.from()));
    json.add("to", RangeJson.write(plan.to()));
    json.addProperty("changeNo", plan.changeNo());
    json.addProperty("cause", plan.cause());
    json.addProperty("strength", plan.strength().name());
    json.addProperty("signalAt", plan.signalAt().toString());
    json.addProperty("evidenceAt", plan.evidenceAt().toString());
    json.addProperty("expiry", plan.expiry().toString());
    json.addProperty("leaseSeconds", plan.lease().toSeconds());
    json.addProperty("policyDigest", plan.policyDigest());
    json.addProperty("member", plan.member());
    json.add("baseline", FactJson.write(plan.baseline()));
    json.add("proof", FactJson.write(plan.proof()));
    return json;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException when something is missing
   */
  public static PlannedChange read(JsonObject json) {
    return read(new Fields("plan", json));
  }

  static PlannedChange read(Fields json) {
    return new PlannedChange(
        json.text("planId"), json.text("planHash"), Remedy.of(json.text("remedy")), new ClusterId(json.text("cluster")),
        json.text("resourceId"), json.text("incident"), json.text("incidentKey"), json.text("runbook"),
        RangeJson.read(json.object("from")), RangeJson.read(json.object("to")), json.whole("changeNo"), json.text("cause"),
        Diagnosis.Strength.valueOf(json.text("strength")), json.time("signalAt"), json.time("evidenceAt"), json.time("expiry"),
        Duration.ofSeconds(json.whole("leaseSeconds")), json.text("policyDigest"), json.text("member"),
        FactJson.pressure(json.object("baseline")), FactJson.read(json.list("proof")));
  }
}
