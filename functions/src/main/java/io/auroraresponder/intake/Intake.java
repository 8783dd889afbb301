package io.auroraresponder.intake;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Reads whatever arrived. */
public final class Intake {
  /**
   * @param home where we run
   * @param ownRoles ARNs or names of the roles under which our own changes are made
   */
  public record Settings(Home home, Set<String> ownRoles) {
    public Settings {
      ownRoles = Set.copyOf(ownRoles);
    }
  }

  private final ClusterDirectory directory;
  private final Settings settings;
  private final InstantSource clock;

  public Intake(ClusterDirectory directory, Settings settings, InstantSource clock) {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
  }

  /** Never throws, whatever the bytes. */
  public IntakeBatch read(byte[] raw, Caller caller) {
    return new IntakeBatch(List.of());
  }
}
