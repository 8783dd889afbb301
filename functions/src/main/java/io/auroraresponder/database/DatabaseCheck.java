package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * One rule about one part of a look. A runbook lists it and adds nothing: the same fact has the same words and severity everywhere.
 *
 * @param <T> the part that it takes
 */
public abstract class DatabaseCheck<T> {
  private final Function<DatabaseLook, Reading<T>> part;

  DatabaseCheck(Function<DatabaseLook, Reading<T>> part) {
    this.part = part;
  }

  /** The check's public id: its class name without "Check". */
  public final String id() {
    String name = getClass().getSimpleName();
    return name.substring(0, name.length() - "Check".length());
  }

  /** True for a check without which nobody knows that all is in order. */
  public boolean essential() {
    return false;
  }

  /** What users feel, or soon will, where it is critical: a sentence; empty for a check that never is. */
  public String harm() {
    return "";
  }

  /** The word for its findings where they lead. */
  public Cause cause(DatabaseLook look) {
    return Cause.NONE;
  }

  /** At least one finding, of severity ok where all is in order; unavailable, with the reason, where its part could not be read. */
  public final Reading<List<Finding>> examine(DatabaseLook look) {
    return switch (part.apply(look)) {
      case Reading.Known<T> known -> Reading.known(judge(look, known), known.from(), known.to());
      case Reading.Unavailable<T> gap -> Reading.unavailable(gap.reason());
    };
  }

  abstract List<Finding> judge(DatabaseLook look, Reading.Known<T> known);

  final Finding finding(Severity severity, Phrase seen, Phrase limit, Instant since, Advice... advice) {
    return new Finding(id(), severity, seen, seen, limit, since, List.of(advice));
  }

  final List<Finding> one(Severity severity, Phrase seen, Phrase limit, Instant since, Advice... advice) {
    return List.of(finding(severity, seen, limit, since, advice));
  }
}
