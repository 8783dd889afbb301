package io.auroraresponder.lambda;

import com.google.gson.JsonParseException;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The probe that stands in the cluster's VPC, reached by an invoke. One try again where Lambda only has to wake it. */
final class RemoteProbe implements DatabaseProbe {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteProbe.class);

  /** What the Invoke API says of a function that is asleep or crowded (API reference, Invoke, errors). */
  private static final Set<String> WAKING =
      Set.of(
          "SnapStartNotReadyException", "ENINotReadyException", "ResourceNotReadyException", "TooManyRequestsException",
          "SnapStartTimeoutException",
          "EC2ThrottledException", "ServiceException");

  private static final String ANY = "*";

  /** Time in which Lambda gets an address or a snapshot ready; our choice. */
  private static final Duration BEFORE_AGAIN = Duration.ofSeconds(2);

  /** A look in less time than this brings nothing home. */
  private static final Duration LEAST = Duration.ofSeconds(3);

  /** How a pause is made; the thread's interruption is its owner's affair. */
  interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  private final FunctionCalls functions;
  private final Map<String, String> byVpc;
  private final InstantSource clock;
  private final Pause pause;

  /**
   * Asks by Lambda.
   *
   * @param byVpc the probe function of each VPC that has one; under {@code *} the name that every other VPC's would have, with a {@code *}
   *     for the VPC's id
   */
  RemoteProbe(FunctionCalls functions, Map<String, String> byVpc, InstantSource clock, Pause pause) {
    this.functions = functions;
    this.byVpc = Map.copyOf(byVpc);
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public Look look(ProbeRequest request, Deadline deadline) {
    if (request.vpc().isEmpty()) {
      return new Look.NotTried("the VPC of the cluster is not known, so no probe could be chosen");
    }
    String function = byVpc.getOrDefault(request.vpc(), byVpc.getOrDefault(ANY, "").replace(ANY, request.vpc()));
    if (function.isEmpty()) {
      return none(request);
    }
    try {
      return ask(function, request, deadline);
    } catch (DependencyException first) {
      if (first.code().equals("ResourceNotFoundException") && !byVpc.containsKey(request.vpc())) {
        return none(request);
      }
      if (!WAKING.contains(first.code()) || deadline.left().compareTo(BEFORE_AGAIN.plus(LEAST)) < 0) {
        return unanswered(first);
      }
    }
    try {
      pause.of(BEFORE_AGAIN);
      return ask(function, request, deadline);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Look.Failed("", "The probe was not waited for.", clock.instant());
    } catch (DependencyException second) {
      return unanswered(second);
    }
  }

  private static Look none(ProbeRequest request) {
    return new Look.NotTried("no probe is deployed in " + request.vpc() + ": the checks inside the database need one");
  }

  private Look ask(String function, ProbeRequest request, Deadline deadline) {
    Duration within = deadline.atMost(TimeBudgets.PROBE_INVOKE).left();
    Duration look = within.minus(TimeBudgets.PROBE_INVOKE.minus(TimeBudgets.PROBE_LOOK));
    if (look.compareTo(LEAST) < 0) {
      return new Look.Failed("", "No time was left to ask the probe.", clock.instant());
    }
    String answer = functions.ask(function, new ProbeCall(request, look.toMillis()).json(), within);
    try {
      return ProbeCall.Answer.read(answer).look();
    } catch (JsonParseException unreadable) {
      throw new DependencyException("lambda", "Invoke", "", false, "the probe's answer cannot be read", unreadable);
    }
  }

  private Look unanswered(DependencyException failure) {
    LOG.atWarn().setMessage("probe did not answer").addKeyValue("code", failure.code()).log();
    String why = failure.code().isEmpty() ? "it did not answer in time" : failure.code();
    return new Look.Failed("", "The probe function could not be asked: " + why + ".", clock.instant());
  }
}
