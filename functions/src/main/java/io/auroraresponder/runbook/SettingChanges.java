package io.auroraresponder.runbook;

import io.auroraresponder.database.HealthLimit;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.observation.HealthyLook.Setting;
import io.auroraresponder.probe.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which settings of the server, and of its roles, are others than in the healthy look. Where one of both looks read none, none differs. */
record SettingChanges(HealthyLook.Work before, Snapshot now, String member) {

  /** A setting with whose it is. */
  private record Key(String name, String scope) {}

  /** As they are kept; none where the look read none. */
  static List<Setting> settings(Snapshot seen) {
    return seen.settings().orElse(List.of()).stream().map(one -> new Setting(one.name(), one.scope(), one.value())).toList();
  }

  List<Phrase> all() {
    Map<Key, String> was = byKey(before.settings());
    Map<Key, String> is = byKey(settings(now));
    if (was.isEmpty() || is.isEmpty()) {
      return List.of();
    }
    Set<Key> keys = new LinkedHashSet<>(was.keySet());
    keys.addAll(is.keySet());
    List<Phrase> found = new ArrayList<>();
    for (Key key : keys) {
      String then = was.getOrDefault(key, "");
      String live = is.getOrDefault(key, "");
      if (!then.equals(live)) {
        found.add(Phrase.of("{} {}, now {}", Phrase.of(words(key)), fact(key, before.at(), then), fact(key, now.at(), live)));
      }
    }
    return shown(found);
  }

  private List<Phrase> shown(List<Phrase> found) {
    if (found.size() <= HealthLimit.SHOWN.count()) {
      return List.copyOf(found);
    }
    List<Phrase> some = new ArrayList<>(found.subList(0, HealthLimit.SHOWN.count()));
    some.add(Phrase.of("and {} more", Fact.count("probe " + member + " settings that differ", now.at(),
        found.size() - HealthLimit.SHOWN.count(),
        "settings")));
    return List.copyOf(some);
  }

  private static Map<Key, String> byKey(List<Setting> settings) {
    Map<Key, String> all = new LinkedHashMap<>();
    // A role may have one value for all databases and one for this: both together are what holds.
    settings.forEach(one -> all.merge(new Key(one.name(), one.scope()), one.value(), (first, second) -> first + " / " + second));
    return all;
  }

  private static String words(Key key) {
    return key.scope().isEmpty() ? key.name() : key.name() + " of " + key.scope();
  }

  private Fact fact(Key key, Instant at, String value) {
    String shown = HealthyLooks.shortened(value, HealthLimit.TEXT_LENGTH.count());
    return Fact.word("probe " + member + " setting " + words(key), at, shown.isBlank() ? "(not set)" : shown);
  }
}
