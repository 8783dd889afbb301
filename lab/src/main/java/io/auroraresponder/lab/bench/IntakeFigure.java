package io.auroraresponder.lab.bench;

import com.google.gson.JsonParser;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** An alarm's event from its text to the signal that it means, against reading the same text as JSON. */
public final class IntakeFigure implements Figure {
  private static final int ROUNDS = 15;
  private static final int EVENTS = 2_000;

  /** As EventBridge delivers a metric alarm (CloudWatch User Guide, "Alarm events and EventBridge"). */
  private static final String EVENT =
      """
      {"version":"0","id":"9c2b6f1e-0c1d-4a8e-9f39-5d1f0a6b7c8d","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch",
       "account":"111122223333","time":"2026-11-24T10:15:30Z","region":"eu-west-1",
       "resources":["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-db-acu-high"],
       "detail":{"alarmName":"orders-db-acu-high",
        "state":{"value":"ALARM","reason":"Threshold Crossed: 3 datapoints were greater than the threshold (90.0).",
         "reasonData":"{\\"version\\":\\"1.0\\",\\"threshold\\":90.0}","timestamp":"2026-11-24T10:15:30.123+0000"},
        "previousState":{"value":"OK","reason":"below","timestamp":"2026-11-24T09:15:30.123+0000"},
        "configuration":{"description":"capacity","metrics":[{"id":"m1","returnData":true,
         "metricStat":{"period":60,"stat":"Average","metric":{"namespace":"AWS/RDS","name":"ACUUtilization",
          "dimensions":{"DBClusterIdentifier":"orders-db"}}}}]}}}
      """;

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public String summary() {
    return "one alarm event from text to signal, against Gson reading the same text";
  }

  @Override
  public List<Measured> measure(Consumer<String> progress) {
    progress.accept(EVENTS + " events by turns, " + ROUNDS + " rounds");
    Caller caller = Caller.any("bench");
    List<Samples> taken =
        Samples.byTurns(ROUNDS, EVENTS, () -> JsonParser.parseString(EVENT), () -> Intake.notices(EVENT, caller, Instant.EPOCH));
    return List.of(taken.getLast().times(taken.getFirst(), "intake of one event", "x Gson's reading", new Goal.AtMost(2)));
  }
}
