package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a server's words break, the look ends in time, and says what it had and why there is no more. */
final class BrokenWireTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final Duration TIME = Duration.ofSeconds(3);

  /** How late a look may be on a machine that is busy. */
  private static final Duration LATE = Duration.ofSeconds(4);

  /** In the login, within the first rows, and when most has been read. */
  private static final List<Integer> POINTS = List.of(9, 700, 9000);

  @ParameterizedTest
  @EnumSource
  void aLookEndsInTimeWithWhatItHad(BrokenWire.Break how) throws SQLException, ExecutionException, InterruptedException {
    String database = SERVER.database();
    List<Future<Look>> looks = new ArrayList<>();
    long begun = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      POINTS.forEach(after -> looks.add(threads.submit(() -> look(database, how, after))));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIME.plus(LATE));

    assertThat(looks.getFirst().get()).isInstanceOfSatisfying(Look.Failed.class, failed -> assertThat(failed.sentence()).isNotBlank());
    assertThat(Looks.known(Looks.seen(looks.getLast().get()).connections()).clients()).isPositive();
    assertThat(Looks.missing(Looks.seen(looks.getLast().get()).statements())).isNotBlank();
    for (Future<Look> look : looks) {
      assertThat(look.get().toString()).doesNotContain("HTTP/1.1", "org.postgresql", "Exception");
    }
  }

  private static Look look(String database, BrokenWire.Break how, int after) throws IOException {
    try (BrokenWire wire = BrokenWire.to(SERVER.port(), how, after)) {
      ProbeRequest request = new ProbeRequest("127.0.0.1", wire.port(), database, TestServer.LOGIN, "orders-db-instance-1", "eu-west-1");
      return new JdbcProbe(DatabaseLogin.trusted(), Looks.quick(), InstantSource.system()).look(request, Deadline.after(TIME));
    }
  }
}
