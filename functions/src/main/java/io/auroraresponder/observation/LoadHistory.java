package io.auroraresponder.observation;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import java.time.Instant;
import java.util.List;

/** Database Insights over a window that has passed: the look back that a probe of now cannot give. */
public interface LoadHistory {

  /** Average active sessions of one wait event over the window. */
  record WaitLoad(String waitEventType, String waitEvent, double averageActiveSessions) {}

  /** Average active sessions of one application over the window; the name is what its connections call themselves, empty for none. */
  record ApplicationLoad(String application, double averageActiveSessions) {}

  /**
   * Load by application, largest first, at most ten.
   *
   * @param member one with Database Insights on
   * @throws DependencyException when it did not answer or refused
   */
  List<ApplicationLoad> byApplication(Member member, Instant from, Instant to);

  /**
   * Load by wait event, largest first, at most ten.
   *
   * @param member one with Database Insights on
   * @throws DependencyException when it did not answer or refused
   */
  List<WaitLoad> byWaitEvent(Member member, Instant from, Instant to);
}
