package io.auroraresponder.runbook;

import io.auroraresponder.database.DatabaseCheck;
import io.auroraresponder.database.DatabaseLook;
import java.util.function.Function;

/** A check of the look into the database, which is the same for every runbook that takes one. */
public record LookCheck<E extends Evidence>(DatabaseCheck<?> check, Function<E, DatabaseLook> look) implements Check<E> {
  @Override
  public String id() {
    return check.id();
  }

  @Override
  public Weight weight() {
    return check.essential() ? Weight.ESSENTIAL : Weight.ORDINARY;
  }

  @Override
  public String harm() {
    return check.harm();
  }

  @Override
  public boolean asksDatabase() {
    return true;
  }

  @Override
  public CheckResult examine(E evidence) {
    DatabaseLook seen = look.apply(evidence);
    return CheckResult.of(id(), evidence.at(), check.examine(seen)).as(check.cause(seen));
  }
}
