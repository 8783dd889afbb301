package io.auroraresponder.lab.postgres;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what looks cost the server: the most memory that one of the responder's backends takes for itself, buffers not counted.
 *
 * <p>Linux tells it of every process (RssAnon of {@code /proc/PID/status}, proc(5)); elsewhere nothing is measured. A look is sampled a
 * hundred times a second: what comes and goes in less is not seen.
 */
public final class BackendMemory {
  private static final long BETWEEN_SAMPLES_MILLIS = 10;
  private static final Pattern PRIVATE = Pattern.compile("^RssAnon:\\s+(\\d+) kB$", Pattern.MULTILINE);

  /** How a backend titles itself once it knows who has come: user, database, client. */
  private static final Pattern TITLE = Pattern.compile("^postgres: (\\S+) \\S+ 127\\.0\\.0\\.1\\(\\d+\\)");

  private final AtomicLong most = new AtomicLong(-1);

  /** The most bytes so far; empty where nothing was measured. */
  public OptionalLong most() {
    return most.get() < 0 ? OptionalLong.empty() : OptionalLong.of(most.get());
  }

  /** The same probe, watched while it looks. */
  public DatabaseProbe watching(DatabaseProbe probe, LabDatabase database) {
    return (request, deadline) -> watched(probe, database, request, deadline);
  }

  private Look watched(DatabaseProbe probe, LabDatabase database, ProbeRequest request, Deadline deadline) {
    OptionalLong postmaster = postmaster(database);
    if (postmaster.isEmpty() || !Files.isReadable(children(postmaster.getAsLong()))) {
      return probe.look(request, deadline);
    }
    Thread watch = Thread.ofPlatform().daemon().name("backend-memory").start(() -> watch(postmaster.getAsLong()));
    try {
      return probe.look(request, deadline);
    } finally {
      watch.interrupt();
    }
  }

  private static Path children(long postmaster) {
    return Path.of("/proc", Long.toString(postmaster), "task", Long.toString(postmaster), "children");
  }

  private static OptionalLong postmaster(LabDatabase database) {
    try (Connection connection = database.connect(LabPostgres.SUPERUSER, "lab");
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::bigint")) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    } catch (SQLException gone) {
      return OptionalLong.empty();
    }
  }

  private void watch(long postmaster) {
    Map<String, Boolean> ours = new HashMap<>();
    try {
      while (true) {
        for (String pid : pids(postmaster)) {
          if (!Boolean.FALSE.equals(ours.get(pid)) && isOurs(pid, ours)) {
            sample(pid);
          }
        }
        Thread.sleep(BETWEEN_SAMPLES_MILLIS);
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> pids(long postmaster) {
    return Arrays.stream(text(children(postmaster)).strip().split(" ")).filter(pid -> !pid.isEmpty()).toList();
  }

  /** A backend that has not said yet who came is asked again. */
  private static boolean isOurs(String pid, Map<String, Boolean> known) {
    if (known.containsKey(pid)) {
      return true;
    }
    Matcher title = TITLE.matcher(text(Path.of("/proc", pid, "cmdline")));
    if (!title.find()) {
      return false;
    }
    boolean ours = title.group(1).equals(LabPostgres.RESPONDER);
    known.put(pid, ours);
    return ours;
  }

  private void sample(String pid) {
    Matcher bytes = PRIVATE.matcher(text(Path.of("/proc", pid, "status")));
    if (bytes.find()) {
      most.accumulateAndGet(Long.parseLong(bytes.group(1)) * 1024, Math::max);
    }
  }

  /** Empty where the process is gone. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
