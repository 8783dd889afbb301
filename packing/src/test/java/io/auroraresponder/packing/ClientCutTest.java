package io.auroraresponder.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;

/** Amazon SNS's real client, cut to what a small program calls. */
final class ClientCutTest {
  private static final String SNS = ClientCut.SERVICES + "sns/";
  private static final Map<String, byte[]> WHOLE = new TreeMap<>();

  @BeforeAll
  static void readTheClient() throws Exception {
    URI jar = SnsClient.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (JarFile file = new JarFile(Path.of(jar).toFile())) {
      for (var entry : file.stream().filter(entry -> entry.getName().startsWith(SNS) && entry.getName().endsWith(".class")).toList()) {
        WHOLE.put(entry.getName().replace(".class", ""), file.getInputStream(entry).readAllBytes());
      }
    }
  }

  @Test
  void whatTheProgramCallsWorksAndNothingElseIsThere() throws Exception {
    Map<String, byte[]> cut = ClientCut.cut(WHOLE, program());
    Loader loader = new Loader(cut);

    @SuppressWarnings("unchecked")
    Supplier<String> program =
        (Supplier<String>) loader.loadClass(TellingProgram.class.getName()).getDeclaredConstructor().newInstance();

    assertThat(program.get()).isEqualTo("m-1");
    assertThat(operations(loader.loadClass(SnsClient.class.getName()))).containsExactly("publish");
    assertThat(cut).containsKeys(SNS + "model/PublishRequest", SNS + "model/AuthorizationErrorException");
    assertThat(cut).doesNotContainKeys(SNS + "model/CreateTopicRequest", SNS + "SnsAsyncClient", SNS + "paginators/ListTopicsIterable");
    assertThat(cut.size()).isLessThan(WHOLE.size() / 3);
  }

  @Test
  void everyClassThatStaysCanBeLinkedAndInitialised() throws Exception {
    Map<String, byte[]> cut = ClientCut.cut(WHOLE, program());
    Loader loader = new Loader(cut);

    for (String name : cut.keySet()) {
      assertThat(Class.forName(name.replace('/', '.'), true, loader).getClassLoader()).isSameAs(loader);
    }
  }

  @Test
  void theSameClassFilesAreWrittenEachTime() throws Exception {
    Map<String, byte[]> once = ClientCut.cut(WHOLE, program());
    Map<String, byte[]> again = ClientCut.cut(WHOLE, program());

    assertThat(again.keySet()).isEqualTo(once.keySet());
    once.forEach((name, file) -> assertThat(again.get(name)).as(name).isEqualTo(file));
  }

  @Test
  void nothingIsMissing() throws Exception {
    assertThat(ClientCut.missing(WHOLE, ClientCut.cut(WHOLE, program()), program())).isEmpty();
  }

  @Test
  void aClassOrAMethodThatIsMissingIsNamed() throws Exception {
    Map<String, byte[]> cut = ClientCut.cut(WHOLE, program());
    cut.remove(SNS + "model/PublishResponse");
    Map<String, byte[]> ofNothing = ClientCut.cut(WHOLE, List.of());

    assertThat(ClientCut.missing(WHOLE, cut, program())).containsExactly(SNS + "model/PublishResponse");
    assertThat(ClientCut.missing(WHOLE, ofNothing, program())).anyMatch(name -> name.contains("publish("));
  }

  @Test
  void dataThatIsCalledAClientIsNone() {
    assertThat(ClientCut.isClient(SNS + "SnsClient")).isTrue();
    assertThat(ClientCut.isClient(SNS + "DefaultSnsClient")).isTrue();
    assertThat(ClientCut.isClient(ClientCut.SERVICES + "s3/internal/crossregion/S3CrossRegionSyncClient")).isTrue();
    assertThat(ClientCut.isClient(ClientCut.SERVICES + "cognito/model/UserPoolClient")).isFalse();
    assertThat(ClientCut.isClient("software/amazon/awssdk/core/SdkClient")).isFalse();
    assertThat(ClientCut.service(ClientCut.SERVICES + "s3/internal/crossregion/S3CrossRegionSyncClient")).isEqualTo("s3");
  }

  private static Set<String> operations(Class<?> client) {
    return Arrays.stream(client.getDeclaredMethods()).filter(method -> method.getParameterCount() == 1)
        .map(method -> method.getName()).filter(name -> !name.startsWith("lambda$"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Collection<byte[]> program() throws IOException {
    String program = TellingProgram.class.getName().replace('.', '/');
    return List.of(bytes(program), bytes(program + "$Answering"), bytes(program + "$Answering$1"));
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream file = ClientCutTest.class.getResourceAsStream("/" + name + ".class")) {
      assertThat(file).as(name).isNotNull();
      return file.readAllBytes();
    }
  }

  /** Has nothing of the service but what was kept; the program is its own as well, so that it meets that. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> services;

    Loader(Map<String, byte[]> services) {
      super(ClientCutTest.class.getClassLoader());
      this.services = services;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      String internal = name.replace('.', '/');
      if (!internal.startsWith(ClientCut.SERVICES) && !name.startsWith(TellingProgram.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> before = findLoadedClass(name);
        return before == null ? define(name, internal) : before;
      }
    }

    private Class<?> define(String name, String internal) throws ClassNotFoundException {
      byte[] file = services.get(internal);
      if (file == null && internal.startsWith(ClientCut.SERVICES)) {
        throw new ClassNotFoundException(name);
      }
      try {
        byte[] read = file == null ? bytes(internal) : file;
        return defineClass(name, read, 0, read.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }
}
