package io.auroraresponder.lab.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Sessions that all do the same.
 *
 * @param name the application name that the server shows
 * @param count how many sessions
 * @param user login, made where it does not exist, with the rights of the application
 * @param sql statements in order; empty: the sessions connect and idle. {@code :name} stands for a value of {@code values},
 *     {@code :session} for the session's number from 1, {@code :turn} for the turn's number from 1
 * @param repeat whether the statements are run again and again; else once, and the session then stays as it is: idle, or idle in
 *     transaction after a BEGIN
 * @param hold whether later groups wait until these statements are done (a lock is held, a transaction is open)
 * @param reconnect whether each turn opens a session of its own
 * @param every think time between two turns
 * @param startedBefore how long before the alarm, in simulated time, the work began
 * @param lastText sent as it is after the statements of each turn, whatever becomes of it: the server shows it as the session's last
 *     statement, also where it failed; empty: nothing is sent
 * @param values whole numbers drawn anew for each turn, by name
 */
public record SessionGroup(
    String name,
    int count,
    String user,
    List<String> sql,
    boolean repeat,
    boolean hold,
    boolean reconnect,
    Duration every,
    Duration startedBefore,
    String lastText,
    Map<String, Drawn> values) {

  /** A whole number, each from {@code low} to {@code high} equally likely. */
  public record Drawn(long low, long high) {
    public Drawn {
      if (high < low) {
        throw new IllegalArgumentException("random(" + low + ", " + high + ") has its limits in the wrong order");
      }
    }
  }

  public SessionGroup {
    sql = List.copyOf(sql);
    values = Map.copyOf(values);
  }
}
