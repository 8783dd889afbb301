package io.auroraresponder.notify;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Report;

/**
 * Tells people and machines. Safe to share between threads; sending twice is harmless because messages carry a dedup key.
 *
 * <p>Both methods throw {@link DependencyException} when nothing was sent or nobody knows; the caller leaves the incident unsent, and
 * the sweep sends it again.
 */
public interface Publisher {
  void publish(Report report);

  /** What became of a lease after its report: verified, given back, escalated, overdue. */
  void publishNews(News news);
}
