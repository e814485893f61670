package verge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import verge.ClassFile.Use;

/**
 * Calls that would make results depend on the JDK, the run or the machine, as rules over class
 * files. What is sound in one place is excused there by name, with the reason beside it. A class
 * that makes a hash table may not go through any table or set: which one it goes through is not in
 * its file. Nor is what an object's own text holds.
 */
final class ForbiddenCalls {
    private static final String HASHED = "a hash table that is gone through";

    /** Rule -> what it forbids, written as owner, name and descriptor. */
    private static final Map<String, Pattern> RULES = new LinkedHashMap<>();

    /** Rule -> the classes in which it does not hold. */
    private static final Map<String, Set<String>> EXCUSED = Map.of(
            "fused multiply-add outside FloatMath", Set.of("FloatMath"),
            "wall clock", Set.of(
                    "DagReproduction", "DagRun", "Sweep",      // timing.csv and progress
                    "PlanSearch",                              // a limit of time, reported as reached
                    "FusedMultiplyAdd", "VectorWarmUp"),       // choose between two ways to equal bits
            "identity as a number", Set.of("Packs"));          // finds a pack, never orders any

    static {
        rule("transcendental function of java.lang.Math",
                "java/lang/Math\\.(exp|expm1|log|log10|log1p|pow|sin|cos|tan|sinh|cosh|tanh|cbrt"
                + "|asin|acos|atan|atan2|hypot|IEEEremainder)\\(.*");
        rule("fused multiply-add outside FloatMath", "java/lang/Math\\.fma\\(.*");
        rule("reduction of lanes, whose order is not defined",
                "jdk/incubator/vector/(Float|Double)Vector\\.reduceLanes(ToLong)?\\(.*");
        rule("transcendental function of vectors",
                "jdk/incubator/vector/VectorOperators\\.(EXP|EXPM1|LOG|LOG10|LOG1P|POW|SIN|COS|TAN"
                + "|SINH|COSH|TANH|CBRT|ASIN|ACOS|ATAN|ATAN2|HYPOT)\\b.*");
        rule("text of a float or double", "java/lang/(Double|Float|Number)\\.toString\\(.*"
                + "|java/lang/String\\.valueOf\\([FD]\\).*|java/util/Arrays\\.toString\\(\\[[FD]\\).*"
                + "|java/lang/(StringBuilder|StringBuffer)\\.(append|insert)\\(I?[FD]\\).*"
                + "|java/io/Print(Stream|Writer)\\.print(ln)?\\([FD]\\).*"
                + "|java/lang/String\\.(format|formatted)\\(.*|java/util/Formatter\\..*"
                + "|java/io/Print(Stream|Writer)\\.(printf|format)\\(.*"
                + "|java/text/(Decimal|Number|Choice|Message)Format\\..*");
        rule("parallel stream", "java/util/.*\\.(parallelStream|parallel)\\(.*"
                + "|java/util/Arrays\\.parallel.*|java/util/stream/StreamSupport\\..*"
                + "|java/util/concurrent/ForkJoinPool\\..*"
                + "|java/util/concurrent/CompletableFuture\\..*Async\\(.*");
        rule("wall clock", "java/lang/System\\.(nanoTime|currentTimeMillis)\\(.*"
                + "|java/time/[A-Za-z]+\\.now\\(.*|java/time/Clock\\..*"
                + "|java/util/Date\\.<init>\\(\\).*|java/util/Calendar\\.getInstance\\(.*");
        rule("randomness beside the random streams", "java/lang/Math\\.random\\(.*"
                + "|java/util/(Random|SplittableRandom)\\.<init>\\(.*|java/security/SecureRandom\\..*"
                + "|java/util/concurrent/ThreadLocalRandom\\..*|java/util/UUID\\.randomUUID\\(.*"
                + "|java/util/random/RandomGenerator(Factory)?\\.(of|getDefault)\\(.*"
                + "|java/util/Collections\\.shuffle\\(Ljava/util/List;\\).*");
        rule("identity as a number", "java/lang/System\\.identityHashCode\\(.*");
    }

    private static final Pattern NUMBER = Pattern.compile(
            "[FD]|Ljava/lang/(Float|Double|Number);");
    private static final Pattern TYPE = Pattern.compile("\\[*(L[^;]+;|[A-Z])");
    /** Tables whose order depends on hashes; that of Set.of and Map.of even changes from run to run. */
    private static final Pattern HASH_TABLE = Pattern.compile(
            "java/util/(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable|concurrent/"
            + "ConcurrentHashMap)\\.(<init>|newKeySet)\\(.*"
            + "|java/util/(Set|Map)\\.(copyOf|ofEntries)\\(.*"
            + "|java/util/Set\\.of\\((\\[|L.*;L).*|java/util/Map\\.of\\((L[^;]+;){4,}.*"
            + "|java/util/stream/Collectors\\.(toSet|toUnmodifiableSet|toUnmodifiableMap"
            + "|groupingByConcurrent|toConcurrentMap)\\(.*"
            + "|java/util/stream/Collectors\\.toMap\\((L[^;]+;){2,3}\\).*"
            + "|java/util/stream/Collectors\\.groupingBy\\((L[^;]+;){1,2}\\).*"
            + "|it/unimi/dsi/fastutil/.*OpenHash(Map|Set)\\.<init>\\(.*");
    private static final Pattern PASS = Pattern.compile(
            "(java/util/(Map|Set|HashMap|HashSet|Collection|IdentityHashMap|WeakHashMap|Hashtable"
            + "|concurrent/ConcurrentHashMap)|it/unimi/dsi/fastutil/.*(Map|Set|OpenHash.*))"
            + "\\.(iterator|forEach|stream|entrySet|keySet|values|toArray|removeIf|toString"
            + "|[a-z0-9]+EntrySet|fastIterator)\\(.*");

    private ForbiddenCalls() {
    }

    private static void rule(String name, String pattern) {
        RULES.put(name, Pattern.compile(pattern));
    }

    /** The names of all rules. */
    static Set<String> rules() {
        Map<String, Boolean> names = new LinkedHashMap<>();
        RULES.keySet().forEach(name -> names.put(name, true));
        names.put("concatenation of a float or double", true);
        names.put(HASHED, true);
        return names.keySet();
    }

    /**
     * What is forbidden in a class.
     *
     * @return rule and use of each, in order
     */
    static List<String> in(ClassFile file) {
        String simple = file.name().substring(file.name().lastIndexOf('/') + 1)
                .replaceAll("\\$.*", "");
        List<String> found = new ArrayList<>();
        for (Use use : file.uses()) {
            RULES.forEach((rule, pattern) -> {
                if (pattern.matcher(text(use)).matches()
                        && !EXCUSED.getOrDefault(rule, Set.of()).contains(simple)) {
                    found.add(rule + ": " + use);
                }
            });
        }
        for (String types : file.concatenations()) {
            if (TYPE.matcher(types.substring(0, types.indexOf(')'))).results()
                    .anyMatch(type -> NUMBER.matcher(type.group()).matches())) {
                found.add("concatenation of a float or double: " + types);
            }
        }
        boolean hashes = file.uses().stream()
                .anyMatch(use -> HASH_TABLE.matcher(text(use)).matches());
        if (hashes) {
            file.uses().stream().filter(use -> PASS.matcher(text(use)).matches())
                    .forEach(use -> found.add(HASHED + ": " + use));
        }
        return found;
    }

    private static String text(Use use) {
        String types = use.descriptor();
        return use.owner() + "." + use.name() + (types.startsWith("(") ? types : " " + types);
    }
}
