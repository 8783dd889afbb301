package io.auroraresponder.intake;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import java.util.List;

/** Whether an event led to one cluster. */
sealed interface Resolved {

  /**
   * A cluster of ours that opted in.
   *
   * @param member the instance that the event named, empty where it named none
   * @param role WRITER or READER where the event named one
   * @param lookOnly whether the way to the cluster is too weak to change it
   */
  record Found(ClusterState cluster, String member, String role, boolean lookOnly, List<Phrase> remarks) implements Resolved {
    public Found {
      remarks = List.copyOf(remarks);
    }

    static Found of(ClusterState cluster) {
      return new Found(cluster, "", "", false, List.of());
    }
  }

  /**
   * None, or one that we may not touch.
   *
   * @param told empty where nobody needs to hear of it
   * @param once names what is told once and not for each signal; empty: the signal itself
   */
  record Refused(IntakeReason reason, String text, Phrase told, String once) implements Resolved {
    Refused(IntakeReason reason, String text, Phrase told) {
      this(reason, text, told, "");
    }

    Refused onceFor(String key) {
      return new Refused(reason, text, told, key);
    }

    static Refused silently(IntakeReason reason, String text) {
      return new Refused(reason, text, Phrase.EMPTY);
    }

    Refused untold() {
      return silently(reason, text);
    }
  }
}
