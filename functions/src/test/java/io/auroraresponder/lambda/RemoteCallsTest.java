package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLog.Admission;
import io.auroraresponder.ledger.IncidentLog.Arrival;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.Wish;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Functions that ask each other: the handlers are the deployed ones, only Lambda's wire between them is a method call. */
final class RemoteCallsTest {
  private static final Patrol.Audience HEARD = new Patrol.Audience(Map.of("findings", "arn:findings"), topic -> 1);

  private static final ProbeRequest REQUEST =
      new ProbeRequest("db.example", 5432, "postgres", "aurora_responder", "orders-db-1", "eu-west-1", "vpc-1",
      ProbeRequest.Scope.WITH_HYGIENE, true);

  private final RemediationBench bench = new RemediationBench();
  private final List<String> sent = new ArrayList<>();
  private final Deque<String> refusals = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();

  /** What stands behind a name; a refusal that is due comes first. */
  private FunctionCalls to(RequestStreamHandler handler) {
    return new FunctionCalls() {
      @Override
      public String ask(String function, String payload, Duration within) {
        sent.add(function);
        String refusal = refusals.poll();
        if (refusal != null) {
          throw new DependencyException("lambda", "Invoke", refusal, false, "refused", null);
        }
        return handled(handler, payload);
      }

      @Override
      public void send(String function, String payload) {
        String refusal = refusals.poll();
        if (refusal != null) {
          throw new DependencyException("lambda", "Invoke", refusal, true, "refused", null);
        }
        sent.add(function + " " + payload);
      }
    };
  }

  private static String handled(RequestStreamHandler handler, String payload) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), answer, new LambdaContext());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private RequestStreamHandler remediation() {
    return new RemediationFunction(bench.office, news -> sent.add("news"));
  }

  private RemoteProbe probe(Look look) {
    RequestStreamHandler handler =
        new DatabaseProbeFunction(
            (request, deadline) -> {
              assertThat(request).isEqualTo(REQUEST);
              assertThat(deadline.left()).isLessThanOrEqualTo(TimeBudgets.PROBE_LOOK);
              return look;
            });
    return new RemoteProbe(to(handler), Map.of("vpc-1", "probe:live"), bench.clock, pauses::add);
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofSeconds(50));
  }

  @Test
  void aPlanIsDecidedThereAndTheDecisionComesBackWhole() {
    Wish wish = bench.wish("incident-1");

    Decision decision = new RemoteRemediation(to(remediation()), "remediation:live").decide(wish, deadline());

    assertThat(decision.result()).isEqualTo(Decision.Result.APPLIED);
    assertThat(decision.reasons()).isNotEmpty();
    assertThat(decision.chainSeq()).isPositive();
    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(sent).containsExactly("remediation:live");
  }

  @Test
  void thePlanTwiceIsOneChange() {
    RemoteRemediation remote = new RemoteRemediation(to(remediation()), "remediation:live");
    Wish wish = bench.wish("incident-1");
    remote.decide(wish, deadline());

    assertThat(remote.decide(wish, deadline()).result()).isEqualTo(Decision.Result.APPLIED);
    assertThat(bench.aurora.calls()).hasSize(1);
  }

  @Test
  void anAnswerThatDoesNotComeMayHaveBeenCarriedOut() {
    refusals.add("");

    assertThat(new RemoteRemediation(to(remediation()), "r").decide(bench.wish("incident-1"), deadline()).result())
        .isEqualTo(Decision.Result.UNCERTAIN);
  }

  /**
   * With 8 s left of an invocation nobody waits the 25 s that a decision may take: the report must be out before the function is stopped.
   */
  @Test
  void aDecisionIsWaitedForOnlyAsLongAsTheFunctionLives() {
    List<Duration> waited = new ArrayList<>();
    FunctionCalls mute = new FunctionCalls() {
      @Override
      public String ask(String function, String payload, Duration within) {
        waited.add(within);
        throw new DependencyException("lambda", "Invoke", "", true, "no answer in time", null);
      }

      @Override
      public void send(String function, String payload) {
        throw new AssertionError("nothing is handed over");
      }
    };
    RemoteRemediation remote = new RemoteRemediation(mute, "r");

    Decision late = remote.decide(bench.wish("incident-1"), Deadline.after(Duration.ofSeconds(8).minus(TimeBudgets.RESERVE), () -> 0));
    Decision tooLate = remote.decide(bench.wish("incident-1"), Deadline.after(Duration.ofMillis(900), () -> 0));

    assertThat(late.result()).isEqualTo(Decision.Result.UNCERTAIN);
    assertThat(tooLate.result()).isEqualTo(Decision.Result.DEFERRED);
    assertThat(tooLate.summary().text()).contains("no time was left");
    assertThat(waited).containsExactly(Duration.ofSeconds(6));
  }

  @Test
  void aFunctionThatNeverRanChangedNothing() {
    refusals.add("TooManyRequestsException");

    Decision decision = new RemoteRemediation(to(remediation()), "r").decide(bench.wish("incident-1"), deadline());

    assertThat(decision.result()).isEqualTo(Decision.Result.DEFERRED);
    assertThat(decision.summary().text()).contains("TooManyRequestsException");
  }

  @Test
  void theProbesLookComesBackWhole() {
    Look look = new Look.Failed("28P01", "The password was refused.", bench.clock.instant());

    assertThat(probe(look).look(REQUEST, deadline())).isEqualTo(look);
  }

  @Test
  void aProbeThatOnlyHasToWakeIsAskedOnceMore() {
    refusals.add("SnapStartNotReadyException");
    Look look = new Look.NotTried("because");

    assertThat(probe(look).look(REQUEST, deadline())).isEqualTo(look);
    assertThat(pauses).containsExactly(Duration.ofSeconds(2));
    assertThat(sent).hasSize(2);
  }

  @Test
  void aProbeThatStaysAwayIsAGap() {
    refusals.addAll(List.of("TooManyRequestsException", "TooManyRequestsException"));

    assertThat(probe(new Look.NotTried("")).look(REQUEST, deadline()))
        .isInstanceOfSatisfying(Look.Failed.class, failed -> assertThat(failed.sentence()).contains("TooManyRequestsException"));
  }

  @Test
  void whatCannotWorkIsNotAskedTwice() {
    refusals.add("AccessDeniedException");

    assertThat(probe(new Look.NotTried("")).look(REQUEST, deadline())).isInstanceOf(Look.Failed.class);
    assertThat(sent).hasSize(1);
  }

  @Test
  void withoutAProbeInItsVpcNobodyLooks() {
    RemoteProbe elsewhere = new RemoteProbe(to(remediation()), Map.of("vpc-2", "probe:live"), bench.clock, pauses::add);

    assertThat(elsewhere.look(REQUEST, deadline()))
        .isInstanceOfSatisfying(Look.NotTried.class, not -> assertThat(not.reason()).contains("vpc-1"));
    assertThat(sent).isEmpty();
  }

  @Test
  void aProbeThatNoSettingHasRoomForIsAskedByItsName() {
    Look look = new Look.NotTried("because");
    RemoteProbe named = new RemoteProbe(to(new DatabaseProbeFunction((request, left) -> look)), Map.of("*", "responder-probe-*:live"),
        bench.clock, pauses::add);

    assertThat(named.look(REQUEST, deadline())).isEqualTo(look);
    assertThat(sent).containsExactly("responder-probe-vpc-1:live");
  }

  @Test
  void ofAProbeThatLambdaDoesNotKnowByNameItIsSaidThatThereIsNone() {
    refusals.add("ResourceNotFoundException");
    RemoteProbe named = new RemoteProbe(to(remediation()), Map.of("*", "responder-probe-*:live"), bench.clock, pauses::add);

    assertThat(named.look(REQUEST, deadline()))
        .isInstanceOfSatisfying(Look.NotTried.class, not -> assertThat(not.reason()).contains("no probe is deployed in vpc-1"));
  }

  @Test
  void noTimeIsSaidAndNotSpent() {
    assertThat(probe(new Look.NotTried("")).look(REQUEST, Deadline.after(Duration.ofSeconds(4)))).isInstanceOf(Look.Failed.class);
    assertThat(sent).isEmpty();
  }

  @Test
  void aSweepThatCouldNotReadTheLedgerFailsSoThatItsAlarmRings() {
    bench.table.fates(call -> call.equals("table:query") ? Fate.TIMEOUT_BEFORE : Fate.GO);

    assertThatThrownBy(() -> handled(remediation(), "{\"sweep\":true}")).hasMessageContaining("\"unread\":1");
  }

  @Test
  void whatPeopleSayIsNoRequest() {
    new RemoteRemediation(to(remediation()), "r").decide(bench.wish("incident-1"), deadline());

    for (String said : List.of("{\"switch\":\"run\"}", "{\"switch\":\"stop\"}", "{\"undo\":\"" + bench.lease().id() + "\",\"by\":\"ann\"}",
        "{\"drain\":true}", "{\"keep\":\"" + bench.lease().id() + "\"}", "[]", "{}")) {
      assertThat(handled(remediation(), said)).as(said).contains("rejected", "operators' table");
    }

    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(handled(remediation(), "{\"decide\":7}")).contains("rejected");
    assertThat(handled(remediation(), "{\"sweep\":true}")).contains("\"heads\":1");
    assertThat(handled(remediation(), "{\"selfcheck\":true}")).contains("awake");
  }

  @Test
  void thePatrolHandsBackWhatIsDueToWhoseWorkItIs() {
    IncidentLog incidents = new IncidentLog(bench.table);
    Instant now = bench.clock.instant();
    incidents.take(new Arrival(bench.incident("incident-1"), Optional.empty()), (seen, entry) -> seen, seen -> Admission.waiting(now), now);
    incidents.remind("forgotten", now);
    PatrolFunction patrol =
        new PatrolFunction(new Patrol(incidents, to(remediation()), Map.of("capacity", "capacity:live"), HEARD, bench.clock));

    String answer = handled(patrol, "{\"patrol\":\"resume\"}");

    assertThat(answer).contains("\"due\":2").contains("\"handedBack\":1");
    assertThat(sent).containsExactly("capacity:live {\"resume\":\"" + bench.incident("incident-1").key() + "\"}");
  }

  @Test
  void thePatrolFailsWhereAFunctionDoesNotAnswer() {
    PatrolFunction patrol =
        new PatrolFunction(new Patrol(new IncidentLog(bench.table), to(remediation()), Map.of("remediation", "remediation:live"), HEARD,
        bench.clock));

    assertThat(handled(patrol, "{\"patrol\":\"selfcheck\"}")).contains("true");
    refusals.add("ResourceNotFoundException");
    assertThatThrownBy(() -> handled(patrol, "{\"patrol\":\"selfcheck\"}")).hasMessageContaining("remediation");
  }

  @Test
  void thePatrolFailsWhereNobodyListensToATopicOrNobodyKnows() {
    Map<String, Integer> listeners = new HashMap<>(Map.of("arn:findings", 1, "arn:operations", 2));
    Patrol.Audience audience =
        new Patrol.Audience(Map.of("findings", "arn:findings", "operations", "arn:operations"), topic -> {
          if (!listeners.containsKey(topic)) {
            throw new DependencyException("sns", "GetTopicAttributes", "NotFound", false, "no such topic", null);
          }
          return listeners.get(topic);
        });
    PatrolFunction patrol = new PatrolFunction(new Patrol(new IncidentLog(bench.table), to(remediation()), Map.of(), audience,
        bench.clock));

    assertThat(handled(patrol, "{\"patrol\":\"selfcheck\"}")).contains("true");
    listeners.put("arn:operations", 0);
    assertThatThrownBy(() -> handled(patrol, "{\"patrol\":\"selfcheck\"}"))
        .hasMessage("topic of operations: no confirmed subscriber");
    listeners.remove("arn:findings");
    assertThatThrownBy(() -> handled(patrol, "{\"patrol\":\"selfcheck\"}"))
        .hasMessage("topic of findings: NotFound; topic of operations: no confirmed subscriber");
  }
}
