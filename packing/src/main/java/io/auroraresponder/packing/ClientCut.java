package io.auroraresponder.packing;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Cuts the AWS SDK's clients down to the operations that a program calls.
 *
 * <p>A client of the SDK has a method for every operation of its service, and each needs classes of its own for what it asks and answers.
 * Two rules decide what stays. In a client, a method with the service's own classes in its signature stays when something that stays calls
 * it. Of a service's classes, those stay that something that stays names. Everything outside of the services' packages stays as it is,
 * because the SDK's core, drivers and parsers find classes by name as well.
 */
final class ClientCut {
  /** Where the SDK keeps its services, one package each. */
  static final String SERVICES = "software/amazon/awssdk/services/";

  /** A client's interface, its implementation or one that wraps it; data may be called so as well. */
  private static final Pattern CLIENT = Pattern.compile(SERVICES + "(\\w+)/(?!model/)(?:\\w+/)*\\w+Client");

  private final Map<String, byte[]> services;
  private final Set<String> reached = new LinkedHashSet<>();
  private final Set<References.Call> calls = new HashSet<>();
  private final Deque<String> unread = new ArrayDeque<>();
  private final Map<String, ClassNode> clients = new TreeMap<>();
  private final Set<MethodNode> kept = new HashSet<>();

  private ClientCut(Map<String, byte[]> services) {
    this.services = services;
  }

  static boolean isClient(String name) {
    return CLIENT.matcher(name).matches();
  }

  /** The package of the service whose client that is. */
  static String service(String client) {
    Matcher named = CLIENT.matcher(client);
    if (!named.matches()) {
      throw new IllegalArgumentException(client + " is no client of a service");
    }
    return named.group(1);
  }

  /**
   * What stays of the services.
   *
   * @param services class files of the services' packages by internal name
   * @param program all other class files
   * @return class files by internal name; those of clients have fewer methods than before
   */
  static Map<String, byte[]> cut(Map<String, byte[]> services, Collection<byte[]> program) {
    ClientCut cut = new ClientCut(services);
    References roots = new References();
    program.forEach(file -> new ClassReader(file).accept(roots.reader(), 0));
    cut.follow(roots);
    cut.followAll();
    return cut.written();
  }

  private void follow(References references) {
    references.classes().stream().filter(services::containsKey).filter(reached::add).forEach(unread::add);
    calls.addAll(references.calls());
  }

  /** A client's method may stay because of a call that is found later, so clients are looked through again until nothing new comes. */
  private void followAll() {
    boolean more = true;
    while (more) {
      while (!unread.isEmpty()) {
        String name = unread.remove();
        read(name, file(name));
      }
      more = false;
      for (ClassNode client : clients.values()) {
        more |= readCalledMethods(client);
      }
    }
  }

  private byte[] file(String name) {
    return Objects.requireNonNull(services.get(name));
  }

  private void read(String name, byte[] file) {
    References found = new References();
    ClassReader reader = new ClassReader(file);
    if (isClient(name)) {
      ClassNode client = new ClassNode();
      reader.accept(client, 0);
      clients.put(name, client);
      ClassNode head = new ClassNode();
      reader.accept(head, 0);
      head.methods.clear();
      head.accept(found.reader());
    } else {
      reader.accept(found.reader(), 0);
    }
    follow(found);
  }

  private boolean readCalledMethods(ClassNode client) {
    boolean more = false;
    for (MethodNode method : client.methods) {
      if (stays(client, method) && kept.add(method)) {
        References found = new References();
        method.accept(found.reader());
        follow(found);
        more = true;
      }
    }
    return more;
  }

  private boolean stays(ClassNode client, MethodNode method) {
    boolean lambda = (method.access & Opcodes.ACC_SYNTHETIC) != 0 && (method.access & Opcodes.ACC_PRIVATE) != 0;
    boolean ofTheService = lambda || method.desc.contains(SERVICES) || (method.signature != null && method.signature.contains(SERVICES));
    return !ofTheService || calls.contains(new References.Call(service(client.name), method.name + method.desc));
  }

  private Map<String, byte[]> written() {
    Map<String, byte[]> written = new TreeMap<>();
    for (String name : reached) {
      ClassNode client = clients.get(name);
      written.put(name, client == null ? file(name) : written(client));
    }
    return written;
  }

  private byte[] written(ClassNode client) {
    client.methods.removeIf(method -> !kept.contains(method));
    client.innerClasses.removeIf(inner -> services.containsKey(inner.name) && !reached.contains(inner.name));
    ClassWriter writer = new ClassWriter(0);
    client.accept(writer);
    return writer.toByteArray();
  }

  /**
   * What is named and would not be there any more: classes of services, and methods of clients.
   *
   * @param before the services as they were: what they lacked is not this class's doing
   * @param services the services as they are now
   * @param program all other class files
   */
  static Set<String> missing(Map<String, byte[]> before, Map<String, byte[]> services, Collection<byte[]> program) {
    References named = new References();
    services.values().forEach(file -> new ClassReader(file).accept(named.reader(), 0));
    program.forEach(file -> new ClassReader(file).accept(named.reader(), 0));
    Set<String> missing = new TreeSet<>(named.classes());
    missing.retainAll(before.keySet());
    missing.removeAll(services.keySet());
    Set<References.Call> there = methods(services);
    Set<References.Call> once = methods(before);
    named.calls().stream().filter(once::contains).filter(call -> !there.contains(call)).forEach(call -> missing.add(call.toString()));
    return missing;
  }

  private static Set<References.Call> methods(Map<String, byte[]> services) {
    Set<References.Call> methods = new HashSet<>();
    services.forEach((name, file) -> {
      if (isClient(name)) {
        ClassNode client = new ClassNode();
        new ClassReader(file).accept(client, ClassReader.SKIP_CODE);
        client.methods.forEach(method -> methods.add(new References.Call(service(name), method.name + method.desc)));
      }
    });
    return methods;
  }
}
