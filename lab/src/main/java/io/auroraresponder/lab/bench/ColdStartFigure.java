package io.auroraresponder.lab.bench;

import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.runtime.ColdStart;
import io.auroraresponder.lab.runtime.FunctionHost;
import io.auroraresponder.lab.runtime.FunctionSpec;
import io.auroraresponder.lambda.DeployedFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Starts of the deployed jar under AWS's runtime interface client, until a self-check is answered, against those of {@link EmptyFunction}.
 *
 * <p>A self-check calls no service, so the clients of AWS are not in it; the starts for a snapshot have one rehearsed call of each service
 * as well, which is what the first alarm would pay for where nothing is rehearsed. Both once more prepared, as a container image allows it.
 *
 * <p>The same tasks written the usual way, with typed events, clients made when the function is, the SDK's default HTTP client and a mapper
 * by reflection, start in the same rounds.
 */
public final class ColdStartFigure implements Figure {
  private static final String REGION = "eu-west-1";
  private static final String ACCOUNT = "111122223333";
  private static final double MEGABYTE = 1_000_000;

  /** Medians of fewer wander by a tenth on a busy machine. */
  private static final int ROUNDS = 7;

  /** What each function may read; none of it exists. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "ACCOUNT", ACCOUNT, "LEDGER_TABLE", "ledger", "OPERATORS_TABLE", "operators",
          "FINDINGS_TOPIC", "arn:aws:sns:" + REGION + ":" + ACCOUNT + ":findings",
          "OPERATIONS_TOPIC", "arn:aws:sns:" + REGION + ":" + ACCOUNT + ":operations",
          "REMEDIATION_FUNCTION", "remediation:live", "REPORT_BUCKET", "reports", "FUNCTIONS", "capacity=capacity:live",
          "PROBE_FUNCTIONS", "vpc-1=probe:live");

  /** The handlers of the module bench, which do the same task the usual way. */
  private static final Map<String, String> USUAL =
      Map.of(
          DeployedFunction.CAPACITY.id(), "UsualCapacity", DeployedFunction.REMEDIATION.id(), "UsualRemediation",
          DeployedFunction.PROBE.id(), "UsualProbe", DeployedFunction.NOTIFICATION.id(), "UsualNotification");

  private final Path deployed;
  private final Path usual;
  private final int rounds;

  /**
   * Starts functions of these jars.
   *
   * @param usual has those that are written the usual way
   */
  public ColdStartFigure(Path deployed, Path usual) {
    this(deployed, usual, ROUNDS);
  }

  ColdStartFigure(Path deployed, Path usual, int rounds) {
    this.deployed = deployed;
    this.usual = usual;
    this.rounds = rounds;
  }

  /** A start that is measured, with the goals of its ratios to the empty function's. */
  private record Case(String what, FunctionSpec spec, Path jar, ColdStart.Kind kind, Goal start, Goal memory) {}

  /** What one case took in each round. */
  private static final class Taken {
    private final Samples clock = new Samples();
    private final Samples processor = new Samples();
    private final Samples memory = new Samples();

    void add(ColdStart.Start start) {
      clock.add(start.clock().toNanos() / 1e6);
      processor.add(start.processor().toNanos() / 1e6);
      memory.add(start.resident() / MEGABYTE);
    }
  }

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public String summary() {
    return "from the start of a process to the answer to a self-check, and memory, against a function that does nothing";
  }

  @Override
  public List<Measured> measure(Consumer<String> progress) {
    FunctionHost.hindrance().ifPresent(hindrance -> {
      throw new LabException("The figure " + name() + " " + hindrance);
    });
    for (Path jar : List.of(deployed, usual)) {
      if (!Files.isRegularFile(jar)) {
        throw new LabException("The figure " + name() + " needs the jar " + jar + ": mvn package makes it.");
      }
    }
    Path folder = folder();
    try {
      return measure(new ColdStart(folder), progress);
    } finally {
      remove(folder);
    }
  }

  private List<Measured> measure(ColdStart starts, Consumer<String> progress) {
    FunctionSpec nothing =
        new FunctionSpec("empty", arn("empty"), EmptyFunction.class.getName(), Duration.ofSeconds(60), 1024, Map.of(), List.of());
    Case empty = new Case("empty", nothing, starts.jarOf(EmptyFunction.class), ColdStart.Kind.ON_DEMAND, new Goal.None(), new Goal.None());
    List<Case> functions =
        List.of(
            of(DeployedFunction.CAPACITY, new Goal.AtMost(8), new Goal.AtMost(3.3)),
            of(DeployedFunction.REMEDIATION, new Goal.AtMost(7), new Goal.None()),
            of(DeployedFunction.PROBE, new Goal.AtMost(1.7), new Goal.None()),
            of(DeployedFunction.NOTIFICATION, new Goal.AtMost(8), new Goal.None()),
            of(DeployedFunction.PATROL, new Goal.None(), new Goal.None()),
            forSnapshot(DeployedFunction.CAPACITY), forSnapshot(DeployedFunction.REMEDIATION));
    Map<Case, Case> others = new LinkedHashMap<>();
    functions.forEach(one -> Optional.ofNullable(USUAL.get(one.what())).ifPresent(handler -> others.put(one, usual(one, handler))));
    Map<Case, Taken> taken =
        measured(starts, Stream.of(List.of(empty), functions, others.values()).flatMap(Collection::stream).toList(), progress);
    Map<Case, Taken> ours = new LinkedHashMap<>(taken);
    ours.keySet().removeAll(others.values());
    List<Measured> values = new ArrayList<>(values(ours, empty));
    others.forEach((one, other) -> values.add(taken.getOrDefault(other, new Taken()).clock.times(
        taken.getOrDefault(one, new Taken()).clock, other.what() + ", by the clock", "x " + one.what(), new Goal.AtLeast(2))));
    Case bare = prepared(starts, empty, progress);
    List<Case> ready =
        Stream.of(DeployedFunction.CAPACITY, DeployedFunction.REMEDIATION, DeployedFunction.PROBE, DeployedFunction.NOTIFICATION)
            .map(function -> prepared(starts, of(function, new Goal.AtMost(2), new Goal.None()), progress)).toList();
    Map<Case, Taken> again = measured(starts, Stream.concat(Stream.of(bare), ready.stream()).toList(), progress);
    values.addAll(values(again, bare));
    return values;
  }

  private Case prepared(ColdStart starts, Case one, Consumer<String> progress) {
    String what = one.what() + " prepared";
    progress.accept(what);
    return new Case(what, starts.prepared(one.spec(), one.jar(), REGION), one.jar(), one.kind(), one.start(), one.memory());
  }

  private Map<Case, Taken> measured(ColdStart starts, List<Case> cases, Consumer<String> progress) {
    Map<Case, Taken> taken = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Case one : cases) {
        progress.accept(one.what() + ", round " + round + " of " + rounds);
        ColdStart.Start start = starts.of(one.spec(), one.jar(), REGION, one.kind());
        // The first round fills the machine's caches of files.
        if (round > 0) {
          taken.computeIfAbsent(one, any -> new Taken()).add(start);
        }
      }
    }
    return taken;
  }

  private static List<Measured> values(Map<Case, Taken> taken, Case empty) {
    List<Measured> values = new ArrayList<>();
    Taken nothing = taken.getOrDefault(empty, new Taken());
    taken.forEach((one, times) -> {
      if (one.equals(empty)) {
        values.add(times.clock.itself(one.what() + ", by the clock", "ms", new Goal.None()));
        values.add(times.memory.itself(one.what() + ", memory", "MB", new Goal.None()));
      } else {
        values.add(times.clock.times(nothing.clock, one.what() + ", by the clock", "x " + empty.what(), one.start()));
        values.add(times.processor.times(nothing.processor, one.what() + ", by the processor", "x " + empty.what(), new Goal.None()));
        values.add(times.memory.times(nothing.memory, one.what() + ", memory", "x " + empty.what(), one.memory()));
      }
    });
    return values;
  }

  private Case of(DeployedFunction function, Goal start, Goal memory) {
    return new Case(function.id(), spec(function), deployed, ColdStart.Kind.ON_DEMAND, start, memory);
  }

  private Case usual(Case one, String handler) {
    FunctionSpec spec = one.spec();
    FunctionSpec other =
        new FunctionSpec(
            "usual-" + spec.name(), arn("usual-" + spec.name()), "io.auroraresponder.bench." + handler, spec.timeout(), spec.memoryMb(),
            spec.environment(), List.of());
    return new Case(one.what() + " written the usual way", other, usual, one.kind(), new Goal.None(), new Goal.None());
  }

  private Case forSnapshot(DeployedFunction function) {
    return new Case(
        function.id() + " rehearsed for a snapshot", spec(function), deployed, ColdStart.Kind.FOR_A_SNAPSHOT, new Goal.None(),
        new Goal.None());
  }

  private static FunctionSpec spec(DeployedFunction function) {
    Map<String, String> environment = new TreeMap<>(ENVIRONMENT);
    environment.keySet().retainAll(function.environment());
    return new FunctionSpec(
        function.id(), arn(function.id()), function.handler(), function.timeout(), function.memoryMb(), environment, List.of());
  }

  private static String arn(String name) {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("aurora-responder-bench-");
    } catch (IOException e) {
      throw new LabException("The temporary folder of the functions cannot be made: " + e.getMessage(), e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException left) {
      throw new LabException("The temporary folder " + folder + " cannot be removed: " + left.getMessage(), left);
    }
  }
}
