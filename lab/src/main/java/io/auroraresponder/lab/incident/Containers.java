package io.auroraresponder.lab.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.runtime.FunctionHost;
import io.auroraresponder.lab.runtime.FunctionSpec;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lab.wire.WireFront;
import io.auroraresponder.lambda.Answer;
import io.auroraresponder.lambda.Answer.Handled;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.probe.Look;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The deployed jar, unchanged, in a simulated account on the wire: each function in a container of its own under AWS's runtime
 * interface client. Time stands still, in the containers too.
 *
 * <p>An event goes to the function that the routing table names, as the event rules would send it.
 */
public final class Containers implements Delivery {
  private static final String NAME = "aurora-responder-";

  /** How an answer begins that another function has to give. */
  private static final String ELSEWHERE = "belongs to ";

  private final SimulatedAccount account;
  private final WireFront front;
  private final FunctionHost host;

  private Containers(SimulatedAccount account, WireFront front, FunctionHost host) {
    this.account = account;
    this.front = front;
    this.host = host;
  }

  /**
   * Deploys, and starts no container yet.
   *
   * @throws io.auroraresponder.lab.postgres.LabException when this machine cannot run the jar, or has none
   */
  public static Containers in(EventSetting setting, Path jar) {
    World world = setting.world();
    SimulatedClock clock = SimulatedClock.standingAt(world.now());
    SimulatedAccount account = new SimulatedAccount(world, clock);
    // Makes the table and turns the switch on; the code that it brings along in this process stays idle.
    Deployment.into(account, (request, deadline) -> new Look.NotTried("idle"), setting.home(), clock, "postgres", "aurora_responder");
    AtomicReference<Functions> deployed = new AtomicReference<>(Functions.none());
    WireFront front = WireFront.of(account, (function, payload) -> Objects.requireNonNull(deployed.get()).invoke(function, payload));
    try {
      FunctionHost host = FunctionHost.of(jar, front.endpoint(), world.region());
      host.clock().stand(world.now());
      for (DeployedFunction function : DeployedFunction.values()) {
        host.deploy(spec(function, world, Deployment.environment(world, account.network().probe())));
      }
      deployed.set(host);
      return new Containers(account, front, host);
    } catch (RuntimeException unusable) {
      front.close();
      throw unusable;
    }
  }

  private static FunctionSpec spec(DeployedFunction function, World world, Map<String, String> all) {
    String name = NAME + function.id();
    Map<String, String> environment = new TreeMap<>(all);
    environment.keySet().retainAll(function.environment());
    String arn = "arn:aws:lambda:" + world.region() + ":" + world.account() + ":function:" + name + ":live";
    return new FunctionSpec(name, arn, function.handler(), function.timeout(), function.memoryMb(), environment, List.of());
  }

  @Override
  public Answer deliver(String event, Caller caller) {
    List<Answer> answers = receivers(event, caller).stream().map(runbook -> invoke(NAME + runbook, event)).toList();
    if (answers.size() == 1) {
      return answers.getFirst();
    }
    Set<String> failed = new LinkedHashSet<>();
    answers.forEach(answer -> failed.addAll(answer.failedItems()));
    return new Answer(merged(answers), List.copyOf(failed), answers.stream().anyMatch(Answer::mustComeAgain));
  }

  private static List<String> receivers(String event, Caller caller) {
    if (!caller.runbook().isEmpty()) {
      return List.of(caller.runbook());
    }
    Set<String> named = Intake.runbooks(event);
    return named.isEmpty() ? List.of(RoutingTable.CAPACITY) : List.copyOf(named);
  }

  /** Of each signal the answer of the function that it belongs to. */
  private static List<Handled> merged(List<Answer> answers) {
    List<Handled> merged = new ArrayList<>();
    for (int i = 0; i < answers.getFirst().handled().size(); i++) {
      int at = i;
      List<Handled> all = answers.stream().filter(answer -> answer.handled().size() > at).map(answer -> answer.handled().get(at)).toList();
      merged.add(all.stream().filter(one -> !one.reason().contains(ELSEWHERE)).findFirst().orElse(all.getFirst()));
    }
    return merged;
  }

  private Answer invoke(String function, String event) {
    try {
      Functions.Invoked invoked = host.invoke(function, event.getBytes(StandardCharsets.UTF_8));
      String text = invoked.payload().asUtf8String();
      return invoked.error().isEmpty() ? read(text) : failed(function, text);
    } catch (Functions.UnknownFunctionException unknown) {
      throw new IllegalStateException("every function is deployed", unknown);
    }
  }

  private static Answer failed(String function, String error) {
    return new Answer(List.of(new Handled("unknown", Answer.Result.DEFERRED, function + " failed: " + error, Optional.empty())), List.of(), true);
  }

  private static Answer read(String text) {
    try {
      JsonObject answer = JsonParser.parseString(text).getAsJsonObject();
      List<Handled> handled = new ArrayList<>();
      for (JsonElement one : answer.getAsJsonArray("handled")) {
        handled.add(handled(one.getAsJsonObject()));
      }
      JsonArray items = answer.getAsJsonArray("batchItemFailures");
      List<String> failed = new ArrayList<>();
      items.forEach(item -> failed.add(item.getAsJsonObject().get("itemIdentifier").getAsString()));
      return new Answer(handled, failed, false);
    } catch (JsonParseException | IllegalStateException unreadable) {
      throw new IllegalStateException("a runbook function answered with something else: " + text, unreadable);
    }
  }

  private static Handled handled(JsonObject one) {
    Optional<Report> report = one.has("report") ? Optional.of(ReportReader.of(one.getAsJsonObject("report"))) : Optional.empty();
    Answer.Result result = Answer.Result.valueOf(one.get("result").getAsString().toUpperCase(java.util.Locale.ROOT));
    return new Handled(one.get("shape").getAsString(), result, one.get("reason").getAsString(), report);
  }

  @Override
  public List<Published> published() {
    return account.published();
  }

  public SimulatedAccount account() {
    return account;
  }

  /** The functions that have a container by now. */
  public List<String> started() {
    return host.started();
  }

  /** What a function has logged. */
  public List<String> log(DeployedFunction function) {
    return host.log(NAME + function.id());
  }

  @Override
  public void close() {
    host.close();
    front.close();
  }
}
