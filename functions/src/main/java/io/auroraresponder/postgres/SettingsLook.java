package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Setting;
import java.util.List;

/** The settings whose change explains an incident: a later look holds them against those of a healthy one. */
final class SettingsLook {
  private static final SqlFile SETTINGS = SqlFile.named("settings");

  private SettingsLook() {}

  static List<Setting> take(Session session) throws PartMissing {
    return session.rows(SETTINGS, row -> new Setting(row.text("name"), row.text("scope"), row.text("value")));
  }
}
