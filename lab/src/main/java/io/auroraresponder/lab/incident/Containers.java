package io.auroraresponder.lab.incident;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.runtime.ClockFile;
import io.auroraresponder.lab.runtime.FunctionHost;
import io.auroraresponder.lab.runtime.FunctionSpec;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lab.wire.WireFront;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.notify.NewsJson;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.response.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The deployed jar, unchanged, in a simulated account on the wire: each function in a container of its own under AWS's runtime
 * interface client. Their clocks follow the account's.
 *
 * <p>An event goes to the function that the routing table names, as the event rules would send it.
 */
public final class Containers implements Installation {
  private static final String NAME = Deployment.NAME;

  private final SimulatedAccount account;
  private final WireFront front;
  private final FunctionHost host;
  private final Consumer<ClockFile> time;
  private final Queue<Sent> sent;

  private Containers(SimulatedAccount account, WireFront front, FunctionHost host, Consumer<ClockFile> time, Queue<Sent> sent) {
    this.account = account;
    this.sent = sent;
    this.front = front;
    this.host = host;
    this.time = time;
  }

  /**
   * What stands behind the clusters.
   *
   * @param setting how the deployment looks inside
   * @param names host names that lead to this machine
   * @param around what becomes of the probe's looks
   * @param channels what the notification function is told of its channels
   */
  record Databases(Deployment.Inside setting, Set<String> names, UnaryOperator<DatabaseProbe> around, Map<String, String> channels) {
    static final Databases NONE =
        new Databases(Deployment.Inside.NOTHING, Set.of(), UnaryOperator.identity(), Map.of("OPERATORS_TABLE", Deployment.OPERATORS));
  }

  /**
   * Around an event, in an account whose time stands still and that has no databases; starts no container yet.
   *
   * @throws io.auroraresponder.lab.postgres.LabException when this machine cannot run the jar, or has none
   */
  public static Containers in(EventSetting setting, Path jar) {
    SimulatedClock clock = SimulatedClock.standingAt(setting.world().now());
    SimulatedAccount account = new SimulatedAccount(setting.world(), clock);
    // Makes the table and turns the switch on; the code that it brings along in this process stays idle.
    Deployment.into(account, (request, deadline) -> new Look.NotTried("idle"), setting.home(), clock, "postgres", "aurora_responder");
    return in(account, shown -> shown.stand(clock.instant()), jar, Databases.NONE);
  }

  /**
   * In an account that has its table and its bucket.
   *
   * @param time sets the containers' clocks, before each event
   */
  static Containers in(SimulatedAccount account, Consumer<ClockFile> time, Path jar, Databases databases) {
    World world = account.world();
    AtomicReference<Functions> deployed = new AtomicReference<>(Functions.none());
    Map<String, String> callers = new ConcurrentHashMap<>();
    Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    WireFront front = WireFront.of(account, new Later(deployed, sent), key -> callers.getOrDefault(key, "lab"));
    try {
      FunctionHost host = FunctionHost.of(jar, front.endpoint(), world.region());
      Map<String, String> environment = new TreeMap<>(Deployment.environment(world, account.network(), databases.setting()));
      environment.putAll(databases.channels());
      List<String> flags = hostNames(host, databases.names());
      for (DeployedFunction function : DeployedFunction.values()) {
        FunctionSpec spec = spec(function, world, environment, flags);
        callers.put(FunctionHost.accessKey(spec), function.id());
        host.deploy(spec);
      }
      deployed.set(new ProbeInvocations(host, NAME + DeployedFunction.PROBE.id(), databases.around()));
      return new Containers(account, front, host, time, sent);
    } catch (RuntimeException unusable) {
      front.close();
      throw unusable;
    }
  }

  /** Asynchronous events wait until the run delivers them. */
  private record Later(AtomicReference<Functions> deployed, Queue<Sent> sent) implements Functions {
    @Override
    public Invoked invoke(String function, byte[] payload) throws UnknownFunctionException {
      return Objects.requireNonNull(deployed.get()).invoke(function, payload);
    }

    @Override
    public void send(String function, byte[] payload) throws UnknownFunctionException {
      String runbook = RoutingTable.RUNBOOKS.stream().filter(one -> function.contains(NAME + one)).findFirst()
          .orElseThrow(() -> new UnknownFunctionException(function));
      sent.add(new Sent(runbook, new String(payload, StandardCharsets.UTF_8)));
    }
  }

  /** The container's resolver knows these names and no others. */
  private static List<String> hostNames(FunctionHost host, Set<String> names) {
    Path file = host.folder().resolve("hosts");
    try {
      Files.write(file, names.stream().map(name -> "127.0.0.1 " + name).toList());
    } catch (IOException e) {
      throw new LabException("The host names of the functions cannot be written: " + e.getMessage(), e);
    }
    return List.of("-Djdk.net.hosts.file=" + file);
  }

  private static FunctionSpec spec(DeployedFunction function, World world, Map<String, String> all, List<String> flags) {
    String name = NAME + function.id();
    Map<String, String> environment = new TreeMap<>(all);
    environment.keySet().retainAll(function.environment());
    String arn = "arn:aws:lambda:" + world.region() + ":" + world.account() + ":function:" + name + ":live";
    return new FunctionSpec(name, arn, function.handler(), function.timeout(), function.memoryMb(), environment, flags);
  }

  @Override
  public Answer deliver(String event, Caller caller) {
    List<String> receivers = receivers(event, caller).stream().map(runbook -> NAME + runbook).toList();
    List<Answer> answers = receivers.stream().map(function -> invoke(function, event)).toList();
    return Answers.merged(answers);
  }

  private static List<String> receivers(String event, Caller caller) {
    if (!caller.runbook().isEmpty()) {
      return List.of(caller.runbook());
    }
    Set<String> named = Intake.runbooks(event);
    return named.isEmpty() ? List.of(RoutingTable.CAPACITY) : List.copyOf(named);
  }

  private Answer invoke(String function, String event) {
    Functions.Invoked invoked = asked(function, event);
    String text = invoked.payload().asUtf8String();
    return invoked.error().isEmpty() ? Answers.read(text) : Answers.failed(function, text);
  }

  private Functions.Invoked asked(String function, String event) {
    time.accept(host.clock());
    try {
      return host.invoke(function, event.getBytes(StandardCharsets.UTF_8));
    } catch (Functions.UnknownFunctionException unknown) {
      throw new IllegalStateException("every function is deployed", unknown);
    }
  }

  /**
   * Each function is there before it is needed, as those of a deployment that has been in use; Lambda would restore them from a snapshot.
   */
  void wake(Set<DeployedFunction> functions) {
    for (DeployedFunction function : functions) {
      acting(NAME + function.id(), "{\"selfcheck\":true}");
    }
  }

  @Override
  public List<Scene.News> sweep() {
    int heard = account.published().size();
    acting(NAME + DeployedFunction.REMEDIATION.id(), "{\"sweep\":true}");
    List<Published> all = account.published();
    return all.subList(heard, all.size()).stream().flatMap(message -> news(message).stream()).toList();
  }

  @Override
  public void recorded(String event) {
    acting(NAME + DeployedFunction.REMEDIATION.id(), event);
  }

  @Override
  public List<Sent> patrol() {
    acting(NAME + DeployedFunction.PATROL.id(), "{\"patrol\":\"resume\"}");
    List<Sent> all = new ArrayList<>();
    for (Sent next = sent.poll(); next != null; next = sent.poll()) {
      all.add(next);
    }
    return all;
  }

  @Override
  public boolean tell(Published message) {
    return asked(NAME + DeployedFunction.NOTIFICATION.id(), Audience.delivery(message)).error().isEmpty();
  }

  @Override
  public void turn(boolean run, String why) {
    Deployment.turn(account, run, why);
  }

  private void acting(String function, String request) {
    Functions.Invoked invoked = asked(function, request);
    if (!invoked.error().isEmpty()) {
      throw new LabException(function + " failed: " + invoked.payload().asUtf8String());
    }
  }

  /** What became of a lease, where a message tells that. */
  private static Optional<Scene.News> news(Published message) {
    JsonObject machine = JsonParser.parseString(JsonParser.parseString(message.message()).getAsJsonObject().get("lambda").getAsString())
        .getAsJsonObject();
    if (!machine.get("schema").getAsString().equals(NewsJson.SCHEMA)) {
      return Optional.empty();
    }
    return Optional.of(
        new Scene.News(Instant.parse(machine.get("at").getAsString()), machine.get("kind").getAsString(),
        machine.get("text").getAsString()));
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
