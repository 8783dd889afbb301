package io.auroraresponder.lab.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How PostgreSQL's programs are started: they refuse to run as root, so root starts them as somebody else.
 *
 * @param prefix words before the program, empty for an ordinary user
 * @param owner the user that must own the data folder, empty where it is whoever runs this
 */
record UnprivilegedUser(List<String> prefix, String owner) {
  UnprivilegedUser {
    prefix = List.copyOf(prefix);
  }

  static UnprivilegedUser find(String user) {
    if (!user.equals("root")) {
      return new UnprivilegedUser(List.of(), "");
    }
    // In a user namespace of its own root counts as nobody, and the files stay root's.
    Shell.Outcome namespace = Shell.run(List.of("unshare", "-U", "true"), 5);
    if (namespace.succeeded()) {
      return new UnprivilegedUser(List.of("unshare", "-U"), "");
    }
    List<String> change = List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
    if (Shell.run(with(change, List.of("true")), 5).succeeded()) {
      return new UnprivilegedUser(change, "nobody");
    }
    List<String> runuser = List.of("runuser", "-u", "nobody", "--");
    if (Shell.run(with(runuser, List.of("true")), 5).succeeded()) {
      return new UnprivilegedUser(runuser, "nobody");
    }
    throw new LabException(
        "PostgreSQL refuses to run as root, and root can get neither a user namespace here (unshare -U said: "
            + namespace.output().strip()
            + ") nor change to the user nobody; run this as an ordinary user.");
  }

  List<String> command(Path program, List<String> arguments) {
    return with(with(prefix, List.of(program.toString())), arguments);
  }

  private static List<String> with(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
