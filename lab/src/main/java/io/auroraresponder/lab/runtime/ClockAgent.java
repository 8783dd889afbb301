package io.auroraresponder.lab.runtime;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets a container's clock, as one sets a machine's: what runs in it stays as it is. It leaves {@code System.currentTimeMillis()} alone
 * elsewhere, so that certificates and Lambda's own deadlines keep real time.
 */
public final class ClockAgent implements ClassFileTransformer {
  private static final Set<String> ASKING = Set.of("java/time/Clock$SystemClock", "java/time/Instant");
  private static final String CLOCK = "io/auroraresponder/lab/runtime/ContainerClock";

  private ClockAgent() {}

  /**
   * Called by the JVM before the program.
   *
   * @param file path of the clock's file
   */
  public static void premain(String file, Instrumentation jvm) throws Exception {
    ContainerClock.follow(Path.of(file));
    jvm.addTransformer(new ClockAgent(), true);
    jvm.retransformClasses(Instant.class, Clock.systemUTC().getClass());
    Duration off = Duration.between(ContainerClock.currentInstant(), Clock.systemUTC().instant()).abs();
    if (off.compareTo(Duration.ofSeconds(5)) > 0) {
      throw new IllegalStateException("this JDK asks for the time in another way; its clock could not be set");
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader, String name, @Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] classFile) {
    if (!ASKING.contains(name)) {
      return null;
    }
    byte[] changed = CallRedirect.redirected(classFile, "java/time/Clock", "currentInstant", CLOCK);
    // The inner class calls the inherited method by its own name.
    changed = CallRedirect.redirected(changed, "java/time/Clock$SystemClock", "currentInstant", CLOCK);
    return CallRedirect.redirected(changed, "java/lang/System", "currentTimeMillis", CLOCK);
  }
}
