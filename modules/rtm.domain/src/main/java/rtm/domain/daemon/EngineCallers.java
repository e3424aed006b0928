package rtm.domain.daemon;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.time.Deadline;

/**
 * Recognizes callers that are engines, by the addresses of the running containers with this
 * service's owner label. Callers in the same network that are not such containers, like Game
 * Master, are not affected.
 *
 * <p>Most calls ask Docker nothing, and those from this machine's loopback never: no container has
 * such an address here. If a container was started, or the last list is five seconds old, the next
 * call lists the containers, inspects the new ones and those that the list lacks, and waits for
 * that up to a second. An address that matches is confirmed by an inspection, which counts for a
 * second. If Docker does not answer the list, the known addresses count.
 *
 * <p>Engines of other nodes are recognized by their records, which say where they are. What was
 * answered about an address counts for five seconds, also while PostgreSQL does not answer.
 */
public final class EngineCallers {

    private static final Duration LIST_COUNTS_FOR = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration INSPECTION_COUNTS_FOR = Duration.ofSeconds(1);
    private static final int MOST_ASKED = 1_000;
    private static final Log LOG = Log.of(EngineCallers.class);

    private final ContainerDaemon daemon;
    private final AddressBook book;
    private final Optional<Function<InetAddress, Optional<NodeEngine>>> elsewhere;
    private final Map<InetAddress, Asked> asked = new ConcurrentHashMap<>();
    private final Map<ContainerId, Deadline> confirmed = new ConcurrentHashMap<>();
    private final Map<ContainerId, String> warned = new ConcurrentHashMap<>();
    private Look look = new Look(false);

    /**
     * What is answered about an address.
     *
     * @param before what was answered the last time
     * @param patience how long callers wait for it, in total
     * @param counts until when it counts
     */
    private record Asked(
            CompletableFuture<Optional<NodeEngine>> answer,
            Optional<NodeEngine> before,
            Deadline patience,
            Deadline counts) {

        Optional<NodeEngine> known() {
            return answer.getNow(before);
        }

        Optional<NodeEngine> await() throws InterruptedException {
            try {
                return answer.get(patience.nanosLeft(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException _) {
                return before;
            }
        }
    }

    /** Callers of a service that uses this daemon, the only one. */
    public EngineCallers(IdentityCheckedDaemon daemon) {
        this(daemon, Optional.empty());
    }

    /**
     * Callers of a service that uses this daemon and others.
     *
     * @param elsewhere the engine of another node at an address, by its record; empty where there
     *     is one node only
     */
    public EngineCallers(
            IdentityCheckedDaemon daemon,
            Optional<Function<InetAddress, Optional<NodeEngine>>> elsewhere) {
        this(daemon, daemon.addresses(), elsewhere);
    }

    EngineCallers(
            ContainerDaemon daemon,
            AddressBook book,
            Optional<Function<InetAddress, Optional<NodeEngine>>> elsewhere) {
        this.daemon = daemon;
        this.book = book;
        this.elsewhere = elsewhere;
    }

    /**
     * Whether an engine calls.
     *
     * @param caller the address that a request came from
     * @throws DependencyUnavailableException if an engine had this address, and Docker does not
     *     answer whether it still has it
     */
    public boolean isEngine(InetAddress caller) throws InterruptedException {
        if (caller.isLoopbackAddress()) {
            return false;
        }
        lookAgain();
        Optional<ContainerId> claimed = book.at(caller);
        return claimed.isPresent() ? confirm(claimed.get(), caller) : isElsewhere(caller);
    }

    private boolean isElsewhere(InetAddress caller) throws InterruptedException {
        if (elsewhere.isEmpty()) {
            return false;
        }
        if (asked.size() >= MOST_ASKED) {
            asked.clear();
        }
        Asked current =
                asked.compute(
                        caller,
                        (_, last) ->
                                last == null || last.counts().past() ? ask(caller, last) : last);
        return current.await().isPresent();
    }

    private Asked ask(InetAddress caller, @Nullable Asked last) {
        Optional<NodeEngine> before = last == null ? Optional.empty() : last.known();
        CompletableFuture<Optional<NodeEngine>> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("engine-elsewhere")
                .start(() -> answer.complete(elsewhere(caller, before)));
        return new Asked(answer, before, Deadline.in(LONGEST_WAIT), Deadline.in(LIST_COUNTS_FOR));
    }

    private Optional<NodeEngine> elsewhere(InetAddress caller, Optional<NodeEngine> before) {
        try {
            Optional<NodeEngine> engine = elsewhere.flatMap(look -> look.apply(caller));
            engine.filter(found -> !before.equals(engine))
                    .ifPresent(found ->
                            LOG.warn(
                                    "request of an engine refused",
                                    LogField.of("container", found.game().containerName()),
                                    LogField.of("address", found.address())));
            return engine;
        } catch (DependencyUnavailableException away) {
            LOG.debug("engines of other nodes not known", LogField.of("error", away.text()));
            return before;
        } catch (RuntimeException defect) {
            LOG.defect("an engine of another node could not be looked for", defect);
            return before;
        }
    }

    private boolean confirm(ContainerId id, InetAddress caller) {
        Deadline counts = confirmed.get(id);
        if (counts == null || counts.past()) {
            Optional<InspectedContainer> found = daemon.inspect(id);
            book.note(id, found);
            if (!book.at(caller).equals(Optional.of(id))) {
                confirmed.remove(id);
                return false;
            }
            confirmed.put(id, Deadline.in(INSPECTION_COUNTS_FOR));
            found.ifPresent(container -> warn(container, caller));
        }
        return true;
    }

    private void warn(InspectedContainer container, InetAddress caller) {
        String name = container.container().name();
        LOG.warnOnce(
                warned.putIfAbsent(container.id(), name) == null,
                "request of an engine refused",
                LogField.of("container", name),
                LogField.of("container_id", container.id()),
                LogField.of("address", caller.getHostAddress()));
    }

    /** One list at a time; nobody waits for it longer than a second in total. */
    private void lookAgain() throws InterruptedException {
        Look current;
        synchronized (this) {
            boolean due = look.counts.past() || (book.incomplete() && !look.failed);
            if (look.done && due) {
                look = new Look(true);
                Thread.ofVirtual().name("engine-addresses").start(look);
            }
            current = look;
        }
        current.await();
    }

    private void list() {
        List<ObservedContainer> listed = daemon.owned();
        List<ContainerId> ids = listed.stream().map(ObservedContainer::id).toList();
        confirmed.keySet().retainAll(ids);
        warned.keySet().retainAll(ids);
        for (ContainerId id : book.toInspect(listed)) {
            try {
                book.note(id, daemon.inspect(id));
            } catch (DependencyUnavailableException stuck) {
                LOG.debug(
                        "address of a container not known",
                        LogField.of("container_id", id),
                        LogField.of("error", stuck.text()));
            }
        }
    }

    /** One list of the containers. */
    private final class Look implements Runnable {

        private final Deadline wait = Deadline.in(LONGEST_WAIT);
        private volatile Deadline counts = Deadline.in(Duration.ZERO);
        private volatile boolean failed;
        private volatile boolean done;

        Look(boolean needed) {
            done = !needed;
        }

        @Override
        public void run() {
            try {
                list();
            } catch (RuntimeException away) {
                failed = true;
                LOG.debug(
                        "addresses of engines not known",
                        LogField.of("error", String.valueOf(away.getMessage())));
            } finally {
                synchronized (this) {
                    counts = Deadline.in(LIST_COUNTS_FOR);
                    done = true;
                    notifyAll();
                }
            }
        }

        synchronized void await() throws InterruptedException {
            while (!done && !wait.past()) {
                wait(Math.max(1, wait.left().toMillis()));
            }
        }
    }
}
