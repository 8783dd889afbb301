package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import java.util.List;

/** What a person does about a replication slot. PostgreSQL allows lower-case letters, digits and underscores in its name alone. */
final class SlotSql {
  private static final String LOOK = "Let its consumer catch up, or start it; see whether one is connected";
  private static final String DROP =
      "Only where nobody will: drop the slot, with its owner's consent, since the consumer then has to be built anew. It does nothing "
      + "while "
          + "a consumer is connected";

  private SlotSql() {}

  /** Where no slot is known by its name. */
  static Advice all(Probed probed) {
    return new Advice(
        Phrase.of("See which slots there are, and whether anybody reads them:"),
        Phrase.quoting("advice", probed.at(), "SELECT slot_name, slot_type, database, active, active_pid, restart_lsn FROM "
            + "pg_replication_slots ORDER BY active, slot_name;"));
  }

  /** Looking first; dropping a slot loses its consumer's position for good. */
  static List<Advice> of(Probed probed, String slot) {
    if (!slot.matches("[a-z0-9_]{1,63}")) {
      return List.of(Advice.of(LOOK + "."), Advice.of(DROP + "."));
    }
    Fact name = probed.name("replication slot", slot);
    return List.of(
        new Advice(
            Phrase.of(LOOK + ":"),
            Phrase.of("SELECT slot_name, slot_type, database, active, active_pid, restart_lsn FROM pg_replication_slots "
                + "WHERE slot_name = '{#}';", name)),
        new Advice(
            Phrase.of(DROP + ":"),
            Phrase.of("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '{#}' AND NOT active;",
            name)));
  }
}
