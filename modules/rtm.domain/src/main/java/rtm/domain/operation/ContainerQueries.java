package rtm.domain.operation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.RuntimeStore;
import rtm.domain.rule.GameContainers;

/** Reads the containers of games, and sorts them by what record and operation log name. */
public final class ContainerQueries {

    private static final Log LOG = Log.of(ContainerQueries.class);

    /** The maximum number of remembered ids; the log names some containers twice after that. */
    private static final int MOST_NAMED = 10_000;

    private final ContainerDaemon daemon;
    private final ContainerLook look;
    private final RuntimeStore store;
    private final EngineOwner owner;
    private final Set<ContainerId> namedInLog = ConcurrentHashMap.newKeySet();
    private final Set<String> databasesInLog = ConcurrentHashMap.newKeySet();

    /**
     * Reads the containers of one service.
     *
     * @param owner tells them from those of other services on the same daemon
     */
    public ContainerQueries(ContainerDaemon daemon, RuntimeStore store, EngineOwner owner) {
        this.daemon = daemon;
        this.look = new ContainerLook(daemon);
        this.store = store;
        this.owner = owner;
    }

    /**
     * All containers of a game, each inspected.
     *
     * @throws DependencyUnavailableException if Docker does not answer
     */
    FoundContainers find(GameId gameId) {
        return look.at(gameId);
    }

    /**
     * The containers of the game that an operation is about, as its first look found them. Only
     * what that look lacks is asked for: a list may lag behind the record.
     *
     * @throws DependencyUnavailableException if Docker does not answer
     */
    public GameContainers first(OperationContext context) {
        return switch (context.look()) {
            case FirstLook.Found(FoundContainers found) -> sorted(context, found);
            case FirstLook.Failed(DependencyUnavailableException away) -> throw away;
            case FirstLook.None _ -> now(context);
        };
    }

    /**
     * The containers of the game that an operation is about, as they are now.
     *
     * @throws DependencyUnavailableException if Docker does not answer
     */
    public GameContainers now(OperationContext context) {
        return sorted(context, find(gameId(context)));
    }

    private static GameId gameId(OperationContext context) {
        return context.operation().gameId();
    }

    private GameContainers sorted(OperationContext context, FoundContainers found) {
        return sorted(gameId(context), context.record(), Optional.of(context.operation()), found);
    }

    /**
     * The containers of a game on which no operation is in progress.
     *
     * @throws DependencyUnavailableException if Docker does not answer
     */
    public GameContainers of(GameId gameId, Optional<RuntimeRecord> record) {
        return sorted(gameId, record, Optional.empty(), find(gameId));
    }

    /**
     * One container of a game in full; empty if it is gone.
     *
     * @throws DependencyUnavailableException if Docker does not answer, or not about that container
     */
    public Optional<InspectedContainer> inspect(GameId gameId, ContainerId container) {
        return daemon.inspect(gameId, container);
    }

    /**
     * All containers with the owner label, also those of other services, each once. Their states
     * are a hint: before anything is done about one, its game is looked at.
     *
     * @throws DependencyUnavailableException if Docker does not answer
     */
    public List<ObservedContainer> owned() {
        return look.owned();
    }

    /**
     * Those of this service: all except the ones of other services that no record names.
     *
     * @param recorded the containers that the records name
     */
    public List<ObservedContainer> ofThisService(
            List<ObservedContainer> owned, Set<ContainerId> recorded) {
        Map<Boolean, List<ObservedContainer>> byForeign =
                owned.stream()
                        .collect(
                                Collectors.partitioningBy(container ->
                                        owner.isForeign(container)
                                                && !recorded.contains(container.id())));
        warnOfOthers(byForeign.getOrDefault(true, List.of()));
        return byForeign.getOrDefault(false, List.of());
    }

    /**
     * The container in the game's place, if another operation made it and neither record nor
     * operation log knows it: the open row is from a dump that is older than the container.
     *
     * @throws DependencyUnavailableException if Docker does not answer
     */
    Optional<ObservedContainer> newerThanTheDatabase(OperationContext context) {
        return first(context).newer().stream()
                .filter(container -> container.inPlaceOf(gameId(context)))
                .filter(container -> !container.madeByHand())
                .findFirst();
    }

    /** Named once for each of them. */
    private void warnOfOthers(List<ObservedContainer> foreign) {
        foreign.stream()
                .collect(
                        Collectors.groupingBy(
                                container ->
                                        container.labels().getOrDefault(Labels.DATABASE_ID, ""),
                                Collectors.counting()))
                .forEach((database, count) -> {
                    if (databasesInLog.size() < MOST_NAMED && databasesInLog.add(database)) {
                        LOG.warn(
                                "ignoring engines of another runtime manager, with another database",
                                LogField.of("database_id", database),
                                LogField.of("our_database_id", owner.database().toString()),
                                LogField.of("containers", count));
                    }
                });
    }

    private GameContainers sorted(
            GameId gameId,
            Optional<RuntimeRecord> record,
            Optional<OpenOperation> operation,
            FoundContainers found) {
        Optional<ContainerId> recorded = record.flatMap(one -> one.state().containerId());
        List<ObservedContainer> all =
                recorded.map(id -> look.with(gameId, id, found)).orElse(found).containers();
        return warned(gameId, sorted(gameId, all, recorded, operation));
    }

    /** The same for containers that were listed; none is inspected. */
    public GameContainers listed(
            GameId gameId, Optional<RuntimeRecord> record, List<ObservedContainer> containers) {
        return warned(
                gameId,
                sorted(
                        gameId,
                        containers,
                        record.flatMap(one -> one.state().containerId()),
                        Optional.empty()));
    }

    private GameContainers warned(GameId gameId, GameContainers containers) {
        Stream.concat(containers.untouched().stream(), containers.strangers().stream())
                .filter(container -> container.belongsTo(gameId))
                .forEach(container -> warnOnce(gameId, container));
        return containers;
    }

    /**
     * The record and this operation name some containers; the operation log is asked about the
     * rest, except those of other services.
     */
    private GameContainers sorted(
            GameId gameId,
            List<ObservedContainer> found,
            Optional<ContainerId> recorded,
            Optional<OpenOperation> operation) {
        Set<ContainerId> named = new LinkedHashSet<>();
        List<ContainerClaim> claims = new ArrayList<>();
        List<ObservedContainer> seen = new ArrayList<>();
        for (ObservedContainer container : found) {
            boolean known =
                    recorded.filter(container.id()::equals).isPresent()
                            || operation.filter(one -> container.madeBy(one.id())).isPresent();
            ObservedContainer mine = known ? container : owner.seen(container);
            seen.add(mine);
            if (known) {
                named.add(container.id());
            } else if (mine.belongsTo(gameId)) {
                claims.add(ContainerClaim.of(container));
            }
        }
        if (claims.isEmpty()) {
            return GameContainers.sort(gameId, seen, named, Set.of(), Set.of());
        }
        ClaimAnswers answers = store.judge(gameId, claims);
        named.addAll(answers.confirmed());
        Set<ContainerId> made =
                seen.stream()
                        .filter(container -> owner.isOwn(container, gameId))
                        .map(ObservedContainer::id)
                        .collect(Collectors.toUnmodifiableSet());
        return GameContainers.sort(gameId, seen, named, made, answers.refuted());
    }

    private void warnOnce(GameId gameId, ObservedContainer claimant) {
        if (namedInLog.size() < MOST_NAMED && namedInLog.add(claimant.id())) {
            LOG.warn(
                    "ignoring container that neither record nor operation log names",
                    LogField.of("game_id", gameId),
                    LogField.of("container_id", claimant.id()),
                    LogField.of("container", claimant.name()));
        }
    }
}
