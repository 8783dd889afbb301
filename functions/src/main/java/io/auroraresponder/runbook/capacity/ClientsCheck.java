package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.WaitClass;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.WaitSample;
import io.auroraresponder.runbook.CheckResult;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whose work is the load: which application, login and address? */
final class ClientsCheck extends PictureCheck {
  private static final int SHOWN = 3;
  private static final int ADDRESSES = 3;

  /** An application under a login; either may be empty. */
  private record Client(String application, String user) {}

  /** Its sessions in all samples, each as often as it was seen at work. */
  private record Load(Client client, int seen, Set<Integer> sessions) {}

  @Override
  CheckResult examine(CapacityPicture picture) {
    if (picture.profile().isEmpty()) {
      return open(picture, "too few wait samples to attribute the load");
    }
    List<Load> loads = loads(picture);
    Phrase limit = Phrase.of("{} of the active load", CapacityLimit.CLIENT_SHARE.at(picture.evidence().at()));
    int whole = loads.stream().mapToInt(Load::seen).sum();
    if (whole == 0) {
      return judged(false, Severity.OK, Phrase.of("no client is active"), limit, picture.probedAt());
    }
    Map<Integer, String> addresses = addresses(picture);
    List<Phrase> lines = loads.stream().limit(SHOWN).map(load -> words(picture, load, whole, addresses)).toList();
    double share = (double) loads.getFirst().seen() / whole;
    // Alone at work is no wonder where there is only one client.
    boolean bad = loads.size() > 1 && share >= CapacityLimit.CLIENT_SHARE.value() && picture.pressed();
    return judged(bad, Severity.INFO, Phrase.join("; ", lines), limit, picture.probedAt());
  }

  private static List<Load> loads(CapacityPicture picture) {
    Map<Client, Load> byClient = new HashMap<>();
    for (WaitSample sample : picture.evidence().seen(Snapshot::waits).orElse(List.of())) {
      for (ActiveSession session : sample.sessions()) {
        if (session.backendType().startsWith("autovacuum") || !WaitClass.of(session.waitEventType(), session.waitEvent()).isWork()) {
          continue;
        }
        Client client = new Client(session.application(), session.user());
        Load before = byClient.getOrDefault(client, new Load(client, 0, Set.of()));
        Set<Integer> sessions = new HashSet<>(before.sessions());
        sessions.add(session.session());
        byClient.put(client, new Load(client, before.seen() + 1, sessions));
      }
    }
    return byClient.values().stream()
        .sorted(Comparator.comparingInt(Load::seen).reversed().thenComparing(load -> load.client().application())
        .thenComparing(load -> load.client().user()))
        .toList();
  }

  private static Map<Integer, String> addresses(CapacityPicture picture) {
    Map<Integer, String> byPid = new HashMap<>();
    for (Backend backend : picture.evidence().seen(Snapshot::running).orElse(List.of())) {
      if (!backend.clientAddress().isBlank()) {
        byPid.put(backend.pid(), backend.clientAddress());
      }
    }
    return byPid;
  }

  private static Phrase words(CapacityPicture picture, Load load, int whole, Map<Integer, String> addresses) {
    Phrase who =
        Phrase.of(
            "application {}, login {}: {} in {}",
            picture.probedName("application", named(load.client().application())),
            picture.probedName("login", named(load.client().user())),
            picture.percent("share of the active load by client", (double) load.seen() / whole, CapacityLimit.CLIENT_SHARE),
            picture.probedCount("sessions of that client", load.sessions().size(), load.sessions().size() == 1 ? "session" : "sessions"));
    Set<String> from = new TreeSet<>();
    load.sessions().forEach(pid -> from.add(addresses.getOrDefault(pid, "")));
    from.remove("");
    if (from.isEmpty()) {
      return who;
    }
    List<Phrase> shown = from.stream().limit(ADDRESSES).map(address -> Phrase.of("{}", picture.probedName("client address", address)))
        .toList();
    Phrase more = from.size() > ADDRESSES ? Phrase.of(" and {} more",
        picture.probedCount("client addresses", (long) from.size() - ADDRESSES, "")) : Phrase.EMPTY;
    return who.and(" from ", Phrase.join(", ", shown)).and("", more);
  }

  private static String named(String word) {
    return word.isBlank() ? "(none)" : word;
  }
}
