package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.security.Security;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

final class NameLookupsTest {
  private static final List<String> KEPT =
      List.of("networkaddress.cache.ttl", "networkaddress.cache.stale.ttl", "networkaddress.cache.negative.ttl");

  @Test
  void areKeptForNoTime() {
    KEPT.forEach(name -> Security.setProperty(name, "30"));

    NameLookups.keepNothing();

    assertThat(KEPT).extracting(Security::getProperty).containsOnly("0");
  }

  @Test
  void areKeptForNoTimeInEveryProcessThatConnects() throws Exception {
    KEPT.forEach(name -> Security.setProperty(name, "30"));

    try (URLClassLoader fresh = new URLClassLoader(places(Connector.class, Driver.class), ClassLoader.getPlatformClassLoader())) {
      Class.forName(Connector.class.getName(), true, fresh);
    }

    assertThat(KEPT).extracting(Security::getProperty).containsOnly("0");
  }

  /** From where these classes are loaded, whatever starts the tests and however it builds its class path. */
  private static URL[] places(Class<?>... types) {
    return Stream.of(types).map(type -> type.getProtectionDomain().getCodeSource().getLocation()).toArray(URL[]::new);
  }
}
