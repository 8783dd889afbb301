package io.auroraresponder.response;

import io.auroraresponder.runbook.AfterDiagnosis;
import io.auroraresponder.runbook.Runbook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The list of runbooks: one line each where it is made. */
public final class Runbooks {
  private final Map<String, Runbook<?>> byName = new LinkedHashMap<>();

  public Runbooks(List<Runbook<?>> runbooks) {
    this(runbooks, AfterDiagnosis.NONE);
  }

  /** All of them with the same hindsight. */
  public Runbooks(List<Runbook<?>> runbooks, AfterDiagnosis hindsight) {
    runbooks.stream().map(runbook -> runbook.with(hindsight)).forEach(runbook -> byName.put(runbook.name(), runbook));
  }

  /**
   * The runbook of that name.
   *
   * @throws IllegalArgumentException when there is none: intake lets only known names through
   */
  public Runbook<?> named(String name) {
    Runbook<?> runbook = byName.get(name);
    if (runbook == null) {
      throw new IllegalArgumentException("there is no runbook " + name + "; there are " + byName.keySet());
    }
    return runbook;
  }

  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }
}
