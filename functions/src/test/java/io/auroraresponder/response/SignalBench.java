package io.auroraresponder.response;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.fake.Crash;
import io.auroraresponder.fake.FakeClusterDirectory;
import io.auroraresponder.fake.ForwardingTable;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lambda.log.LogOutput;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.Runbook;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A handler of signals over a cluster at its ceiling: intake, memory, guard rails and ledger are the real ones, the diagnosis is given. */
public final class SignalBench {
  static final ResponseTimes TIMES =
      new ResponseTimes(Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofSeconds(15), Duration.ofHours(4));

  public final RemediationBench remediation = new RemediationBench();
  final FakeClusterDirectory directory = FakeClusterDirectory.usual();
  final IncidentLog incidents = new IncidentLog(new SteppedTable(remediation.table));
  final List<Report> reports = new ArrayList<>();
  final List<String> dedupKeys = new ArrayList<>();
  final List<News> news = new ArrayList<>();
  final List<String> looks = new ArrayList<>();
  final List<String> asked = new ArrayList<>();
  Supplier<Diagnosis> diagnosis = remediation::loadGrowth;
  final java.util.Map<String, Supplier<Diagnosis>> diagnoses = new java.util.HashMap<>();
  Step crashAfter = Step.NONE;
  public int refusedMessages;
  String defectiveCluster = "";
  Runnable during = () -> {};
  final java.util.Map<String, String> alarmStates = new java.util.HashMap<>();

  /** What a run has written or sent, in this order. */
  enum Step {
    NONE,
    TAKEN,
    EXAMINED,
    DECIDED,
    PUBLISHED,
    LEFT
  }

  private record Given(ClusterLook asked) implements Evidence {}

  private final Publisher publisher =
      new Publisher() {
        @Override
        public void publish(Report report) {
          refuseOnce();
          reports.add(report);
          dedupKeys.add(Notification.of(report).dedupKey());
          crash(Step.PUBLISHED);
        }

        @Override
        public void publishNews(News told) {
          refuseOnce();
          news.add(told);
        }

        private void refuseOnce() {
          if (refusedMessages > 0) {
            refusedMessages--;
            throw new DependencyException("sns", "Publish", "InternalError", true, "not sent", null);
          }
        }
      };

  private final SignalHandler handler;

  public SignalBench() {
    handler = handler(List.of(runbook("capacity")));
  }

  private SignalBench(List<String> runbooks) {
    handler = handler(runbooks.stream().<Runbook<?>>map(this::runbook).toList());
  }

  /** With every runbook, as each function of a deployment has them. */
  static SignalBench ofAllRunbooks() {
    return new SignalBench(RoutingTable.RUNBOOKS);
  }

  /** What it finds is of {@link #diagnoses}, else of {@link #diagnosis}. */
  private Runbook<?> runbook(String name) {
    return new Runbook<>(name, (incident, deadline) -> look(incident), List.of(), (evidence, results) ->
        diagnoses.getOrDefault(name, diagnosis).get());
  }

  /** With a runbook of its own for capacity. */
  public SignalBench(Runbook<?> capacity) {
    handler = handler(List.of(capacity));
  }

  /** What people were told, oldest first. */
  public List<Report> reports() {
    return List.copyOf(reports);
  }

  private SignalHandler handler(List<Runbook<?>> runbooks) {
    LogOutput.redirect(OutputStream.nullOutputStream());
    Responder responder = new Responder(new Runbooks(runbooks), remediation.wishes, remediation.office.decider(), publisher);
    Intake intake =
        new Intake(directory, new Intake.Settings(OwnAccount.fixed("111122223333", "eu-west-1"), Set.of()), remediation.clock);
    SignalHandler.Ports ports = new SignalHandler.Ports(incidents, remediation.ledger, this::states, publisher, remediation.clock);
    return new SignalHandler(intake, responder, ports, TIMES);
  }

  private java.util.Map<String, String> states(Set<String> names) {
    java.util.Map<String, String> known = new java.util.HashMap<>(alarmStates);
    known.keySet().retainAll(names);
    return known;
  }

  Diagnosis lockPileup() {
    return remediation.diagnosis(io.auroraresponder.diagnosis.Cause.LOCK_PILEUP, io.auroraresponder.diagnosis.Lever.END_BLOCKER,
        RangeQuestion.Strength.NONE);
  }

  Diagnosis unknown() {
    return remediation.diagnosis(io.auroraresponder.diagnosis.Cause.UNKNOWN, io.auroraresponder.diagnosis.Lever.NONE,
        RangeQuestion.Strength.NONE);
  }

  private Given look(Incident incident) {
    looks.add(incident.key());
    asked.add(incident.runbook());
    during.run();
    if (incident.key().equals(defectiveCluster)) {
      throw new IllegalStateException("a defect");
    }
    return new Given(
        new ClusterLook(
            remediation.clock.instant(), incident, remediation.cluster(), Reading.unavailable("not asked"),
            Reading.unavailable("not asked"),
            List.of(), 1));
  }

  /** The ledger's table, in which a run can die right after it has written a step. */
  private final class SteppedTable extends ForwardingTable {
    SteppedTable(Table items) {
      super(items);
    }

    @Override
    public boolean put(Item item, Condition condition) {
      boolean written = super.put(item, condition);
      if (written && item.key().pk().startsWith("INCIDENT#")) {
        crash(step(item));
      }
      return written;
    }

    private static Step step(Item item) {
      if (item.numbers().getOrDefault("claim", 0L) == 0) {
        return Step.LEFT;
      }
      if (item.texts().getOrDefault("report", "").isEmpty()) {
        return Step.TAKEN;
      }
      return item.texts().getOrDefault("result", "").isEmpty() ? Step.EXAMINED : Step.DECIDED;
    }
  }

  private void crash(Step step) {
    if (crashAfter == step) {
      crashAfter = Step.NONE;
      throw new Crash();
    }
  }

  Answer receive(String event) {
    return receive(event, "invocation-" + remediation.clock.instant());
  }

  Answer receive(String event, String invocation) {
    return receive(event, invocation, Duration.ofSeconds(60));
  }

  Answer receive(String event, String invocation, Duration time) {
    Deadline deadline = Deadline.after(time, remediation.clock::nanos);
    return handler.receive(event.getBytes(StandardCharsets.UTF_8), Caller.any(invocation), deadline);
  }

  public SignalHandler built() {
    return handler;
  }

  public Instant now() {
    return remediation.clock.instant();
  }

  /** An alarm of a cluster that changed its state just now. */
  public String alarm(String cluster, String state) {
    return alarm(cluster, state, now());
  }

  public static String alarm(String cluster, String state, Instant at) {
    return alarm(cluster, state, at, "ACUUtilization", "");
  }

  /**
   * The whole of it.
   *
   * @param mute what stands in the detail about silence, empty for nothing
   */
  public static String alarm(String cluster, String state, Instant at, String metric, String mute) {
    return alarm(cluster, state, at, cluster + "-alarm", metric, mute);
  }

  public static String alarm(String cluster, String state, Instant at, String name, String metric, String mute) {
    String previous = state.equals("OK") ? "ALARM" : "OK";
    String time = at.toString();
    return """
        {"version":"0","id":"%s","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch","account":"111122223333",
        "time":"%s",
        "region":"eu-west-1","resources":["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:%s"],"detail":{"alarmName":"%s",%s
        "state":{"value":"%s","reason":"crossed","reasonData":"{\\"recentDatapoints\\":[99.5],\\"threshold\\":90.0}","timestamp":"%s"},
        "previousState":{"value":"%s","reason":"was","timestamp":"%s"},"configuration":{"metrics":[{"id":"m1","metricStat":{"metric":
        {"namespace":"AWS/RDS","name":"%s","dimensions":{"DBClusterIdentifier":"%s"}},"period":60,"stat":"Average"},"returnData":true}]}}}
        """
        .formatted(name + time, time, name, name, mute, state, time, previous, at.minusSeconds(600), metric, cluster);
  }

  /** Events as the bodies of an SQS batch, their items numbered from 1. */
  static String batch(String... events) {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < events.length; i++) {
      records.append(i == 0 ? "" : ",").append("{\"messageId\":\"item-").append(i + 1).append("\",\"eventSource\":\"aws:sqs\",\"body\":")
          .append(new com.google.gson.JsonPrimitive(events[i])).append('}');
    }
    return "{\"Records\":[" + records + "]}";
  }
}
