package io.auroraresponder.observation;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster was like when a run last found it healthy: little enough to keep, enough to say what is different in the next
 * incident. Its two parts are kept by themselves, since not every run asks the database.
 *
 * @param shape the cluster as the control plane described it; unavailable where no run has kept it
 * @param work what its database did; unavailable where no run has kept it
 */
public record HealthyLook(Reading<Shape> shape, Reading<Work> work) {

  /**
   * The cluster without its load.
   *
   * @param range the scaling range, kept only while no lease of ours was in force
   * @param blockers what keeps it from pausing or changes how its numbers read, by name
   */
  public record Shape(
      Instant at,
      Reading<ScalingRange> range,
      String engineVersion,
      String platformVersion,
      String storageType,
      List<MemberShape> members,
      List<String> blockers) {
    public Shape {
      members = List.copyOf(members);
      blockers = List.copyOf(blockers);
    }

    public Optional<MemberShape> member(String id) {
      return members.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    public Optional<MemberShape> writer() {
      return members.stream().filter(MemberShape::writer).findFirst();
    }
  }

  /** A member; words are empty where they were not read. */
  public record MemberShape(String id, boolean writer, int promotionTier, String instanceClass, String parameterStatus) {}

  /**
   * What one member's database did.
   *
   * @param member the DB instance that was asked
   * @param maxConnections the effective limit, 0 where it was not read
   * @param settings of the server and of its roles; empty where they were not read
   * @param statements those seen at work, in this look or an earlier one that was healthy too; each carries its own time
   */
  public record Work(Instant at, String member, String serverVersion, int maxConnections, List<Setting> settings,
      List<Statement> statements) {
    public Work {
      settings = List.copyOf(settings);
      statements = List.copyOf(statements);
    }

    public Optional<Statement> statement(long id) {
      return statements.stream().filter(one -> one.id() == id).findFirst();
    }
  }

  /** A setting as it was in force; {@code scope} is empty for the server's own value, else whose it is, for example {@code role app}. */
  public record Setting(String name, String scope, String value) {}

  /**
   * One statement's counters as they stood.
   *
   * @param id the query id
   * @param text redacted, its first characters; empty where it may not be seen
   * @param calls since the counters began
   * @param meanMillis mean execution time of those calls
   * @param blocksPerCall shared blocks hit and read a call
   * @param countersSeconds how long the counters had run by then, 0 where unknown
   */
  public record Statement(
      Instant at, String member, long id, String text, long calls, double meanMillis, double blocksPerCall, double countersSeconds) {

    /** Calls a minute over the life of the counters, 0 where that is unknown. */
    public double callsPerMinute() {
      return countersSeconds <= 0 ? 0 : calls / countersSeconds * 60;
    }
  }
}
