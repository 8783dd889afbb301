package io.auroraresponder.database;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import java.util.List;

/** Could the login see everybody? A login without pg_read_all_stats gets silence, not an error. */
public final class VisibilityCheck extends DatabaseCheck<Connections> {
  public VisibilityCheck() {
    super(look -> look.part(Snapshot::connections));
  }

  @Override
  List<Finding> judge(DatabaseLook look, Reading.Known<Connections> known) {
    int hidden = known.value().hidden();
    if (hidden == 0) {
      return one(Severity.OK, Phrase.of("the login sees all sessions"), Phrase.EMPTY, look.at());
    }
    Phrase seen = Phrase.of("{} hidden from the login",
        look.probed().count("sessions not visible", hidden, hidden == 1 ? "session" : "sessions"));
    return one(
        Severity.WARNING, seen, Phrase.EMPTY, look.at(),
        grant(look, known.value().login()));
  }

  private static Advice grant(DatabaseLook look, String login) {
    String text = "Let the responder's login see all sessions";
    return login.isBlank() ? Advice.of(text + ": grant it pg_monitor.")
        : new Advice(Phrase.of(text + ":"), Phrase.of("GRANT pg_monitor TO {#};", look.probed().word("login of the look", login)));
  }
}
