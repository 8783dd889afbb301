package io.auroraresponder.database;

import java.util.Locale;
import java.util.Set;

/** What an active session is held up by, coarse enough to choose a lever. Source: Aurora User Guide, wait event pages. */
public enum WaitClass {
  CPU("on CPU"),
  /** Heavyweight locks: rows, relations. A wait for an advisory lock is the application's own choice and so no load. */
  LOCK("wait for locks"),
  /** Lightweight locks, buffer pins, spin locks: sessions in each other's way inside the server. */
  INTERNAL("wait for internal locks"),
  /** Pages that are not in the cache. */
  READ("wait for pages"),
  /** Commits and other syncs that wait for storage. */
  COMMIT("wait for commits"),
  /** The client is slow; the database waits for it. */
  CLIENT("wait for their clients"),
  /** Real work or waiting that no lever here speaks to: temporary files, parallel coordination. */
  OTHER("wait for something else"),
  /** Not load: background pauses. */
  IDLE("pause");

  private static final Set<String> COMMIT_IO =
      Set.of("walsync", "walwrite", "xactsync", "walinitsync", "walinitwrite", "walsyncmethodassign", "datafilesync", "datafileflush",
          "datafileimmediatesync", "slrusync", "slruflushsync");
  private static final Set<String> READ_IO = Set.of("datafileread", "datafileprefetch", "slruread", "aurorastoragefileread");
  private static final Set<String> INTERNAL_IPC = Set.of("procarraygroupupdate", "xactgroupupdate", "clogcgroupupdate", "clogupdate");

  private final String doing;

  WaitClass(String doing) {
    this.doing = doing;
  }

  /** After a number of sessions: "3 sessions on CPU", "2 sessions wait for locks". */
  public String doing() {
    return doing;
  }

  /** Event names changed over the versions: compared without case and underscores. */
  public static WaitClass of(String type, String event) {
    String name = event.replace("_", "").toLowerCase(Locale.ROOT);
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "" -> CPU;
      case "lock" -> name.equals("advisory") ? IDLE : LOCK;
      case "lwlock", "lwlocknamed", "lwlocktranche" ->
          switch (name) {
            case "walwrite", "walwritelock" -> COMMIT;
            case "bufferio" -> READ;
            default -> INTERNAL;
          };
      case "bufferpin" -> INTERNAL;
      case "io" -> COMMIT_IO.contains(name) ? COMMIT : READ_IO.contains(name) ? READ : OTHER;
      case "ipc" -> name.equals("bufferio") ? READ : name.equals("syncrep") ? COMMIT : INTERNAL_IPC.contains(name) ? INTERNAL : OTHER;
      case "client" -> CLIENT;
      case "timeout" -> name.equals("spindelay") ? INTERNAL : IDLE;
      case "activity" -> IDLE;
      default -> OTHER;
    };
  }

  /** Whether a session in it counts as an active session of the database. */
  public boolean isLoad() {
    return this != CLIENT && this != IDLE;
  }

  /** Load that is not waiting for another session's lock. */
  public boolean isWork() {
    return isLoad() && this != LOCK;
  }
}
