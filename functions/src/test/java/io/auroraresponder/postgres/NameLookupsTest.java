package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class.forName(Connector.class.getName(), true, fresh);
    }

    assertThat(KEPT).extracting(Security::getProperty).containsOnly("0");
  }

  private static URL[] classPath() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
