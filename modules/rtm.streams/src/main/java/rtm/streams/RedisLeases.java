package rtm.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.port.GameLeases;
import rtm.domain.time.SharedCalls;

/** The per-game leases of Redis. */
final class RedisLeases implements GameLeases {

    private static final Log LOG = Log.of(RedisLeases.class);
    private static final String NOBODY = "";

    private final ReconnectingConnection link;
    private final Duration ttl;
    private final LeaseKeeper keeper;
    private final LeaseTelemetry telemetry;
    private final DatabaseMark mark;

    /** Operations that ask at the same time take their leases with one command. */
    private final SharedCalls<Wanted, byte[]> taking = new SharedCalls<>(this::send);

    RedisLeases(
            ReconnectingConnection link,
            Duration ttl,
            LeaseKeeper keeper,
            LeaseTelemetry telemetry,
            DatabaseMark mark) {
        this.mark = mark;
        this.link = link;
        this.ttl = ttl;
        this.keeper = keeper;
        this.telemetry = telemetry;
    }

    @Override
    public Attempt tryAcquire(GameId gameId, Holder holder) {
        return claim(gameId, NOBODY, holder);
    }

    @Override
    public Attempt takeOver(GameId gameId, Holder dead, Holder holder) {
        return claim(gameId, dead.toString(), holder);
    }

    @Override
    public void waited(Duration wait, boolean claimed) {
        telemetry.waited(wait, claimed);
    }

    private Attempt claim(GameId gameId, String dead, Holder holder) {
        LeaseClaim claim = new LeaseClaim(LeaseClaim.key(gameId), holder.toString());
        keeper.requesting(claim);
        try {
            return telemetry.taking(() -> takeWithRetry(gameId, dead, holder, claim));
        } catch (RuntimeException unknown) {
            keeper.releaseLater(claim, System.nanoTime() + ttl.toNanos());
            throw unknown;
        }
    }

    /** After a failure it is unknown whether the lease was taken; a second request answers that. */
    private Attempt takeWithRetry(GameId gameId, String dead, Holder holder, LeaseClaim claim) {
        try {
            return take(gameId, dead, holder, claim);
        } catch (DependencyUnavailableException unknown) {
            if (Thread.currentThread().isInterrupted()) {
                throw unknown;
            }
            return take(gameId, dead, holder, claim);
        }
    }

    private Attempt take(GameId gameId, String dead, Holder holder, LeaseClaim claim) {
        Wanted wanted = new Wanted(claim, dead);
        byte[] found = taking.ask(wanted);
        if (found.length == 0) {
            HeldLease lease = new HeldLease(gameId, holder, keeper::release, ttl, wanted.sentAt());
            keeper.keep(lease);
            return new Attempt.Acquired(lease);
        }
        String answer = Text.read(found);
        if (answer.startsWith("1")) {
            LOG.warn(
                    "lease without a time to live got one",
                    LogField.of("game_id", gameId),
                    LogField.of("key", claim.key()),
                    LogField.of("ttl", ttl));
        }
        return LeaseClaim.holder(answer.substring(1))
                .<Attempt>map(Attempt.HeldBy::new)
                .orElseGet(Attempt.HeldByStranger::new);
    }

    private List<byte[]> send(List<Wanted> all) {
        List<String> keys = new ArrayList<>(List.of(DatabaseMark.KEY));
        List<String> arguments =
                new ArrayList<>(List.of(mark.own(), Long.toString(ttl.toMillis())));
        for (Wanted wanted : all) {
            keys.add(wanted.claim.key());
            arguments.add(wanted.claim.value());
            arguments.add(wanted.dead);
            wanted.sent();
        }
        return LeaseScripts.TAKE.run(link, keys, arguments);
    }

    /** A lease to take, and when it was requested last. */
    private static final class Wanted {
        private final LeaseClaim claim;
        private final String dead;
        private volatile long sentAt;

        private Wanted(LeaseClaim claim, String dead) {
            this.claim = claim;
            this.dead = dead;
        }

        private void sent() {
            sentAt = System.nanoTime();
        }

        private long sentAt() {
            return sentAt;
        }
    }
}
