package io.auroraresponder.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitClassTest {
  @ParameterizedTest
  @CsvSource({
      "'', '', CPU",
      "Lock, transactionid, LOCK", "Lock, tuple, LOCK", "Lock, relation, LOCK", "Lock, advisory, IDLE", "Lock, extend, LOCK",
      "lock, spectoken, LOCK",
      "LWLock, LockManager, INTERNAL", "LWLock, lock_manager, INTERNAL", "LWLock, BufferContent, INTERNAL",
      "LWLock, buffer_content, INTERNAL",
      "LWLock, WALInsert, INTERNAL", "LWLock, SubtransSLRU, INTERNAL", "BufferPin, BufferPin, INTERNAL", "Timeout, SpinDelay, INTERNAL",
      "IPC, ProcArrayGroupUpdate, INTERNAL", "IPC, XactGroupUpdate, INTERNAL",
      "IO, DataFileRead, READ", "IO, DataFilePrefetch, READ", "IO, SLRURead, READ", "LWLock, buffer_io, READ", "IPC, BufferIO, READ",
      "IPC, BufferIo, READ",
      "IO, XactSync, COMMIT", "IO, WALSync, COMMIT", "IO, WalSync, COMMIT", "IO, WALWrite, COMMIT", "LWLock, WALWrite, COMMIT",
      "LWLock, WALWriteLock, COMMIT",
      "IPC, SyncRep, COMMIT", "IO, DataFileSync, COMMIT",
      "Client, ClientRead, CLIENT", "Client, ClientWrite, CLIENT",
      "IO, BufFileWrite, OTHER", "IO, BufFileRead, OTHER", "IPC, ExecuteGather, OTHER", "IPC, HashBuildHashInner, OTHER",
      "Extension, Extension, OTHER",
      "Timeout, VacuumDelay, IDLE", "Timeout, PgSleep, IDLE", "Activity, AutoVacuumMain, IDLE"})
  void everyWaitHasItsClass(String type, String event, WaitClass wanted) {
    assertThat(WaitClass.of(type, event)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
      "CPU, true, true", "LOCK, true, false", "INTERNAL, true, true", "READ, true, true", "COMMIT, true, true", "OTHER, true, true",
          "CLIENT, false, false",
      "IDLE, false, false"})
  void onlyWhatTheServerDoesOrWaitsForIsLoad(WaitClass one, boolean load, boolean work) {
    assertThat(one.isLoad()).isEqualTo(load);
    assertThat(one.isWork()).isEqualTo(work);
  }
}
