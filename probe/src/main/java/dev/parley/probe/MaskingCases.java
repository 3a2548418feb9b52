package dev.parley.probe;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Masking (RFC 6455 §5.1, §5.3): a client masks every frame, a server none. */
final class MaskingCases {
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);
    private static final int[] KEYS = {0, -1, 0x01020304, 0xFF000000, 0x000000FF, 0x80808080, 0x37FA213D, 0x00FF00FF};

    private MaskingCases() {}

    static void add(CaseList list) {
        addWronglyMasked(list.by("RFC 6455 §5.1"));
        if (list.role() == Role.SERVER) {
            addUnmasking(list.by("RFC 6455 §5.3"));
        } else {
            addClientKeys(list);
        }
    }

    private static void addWronglyMasked(CaseList list) {
        String wrong = list.role() == Role.SERVER ? "without a mask" : "with a mask";
        Map<String, Frame> frames = new LinkedHashMap<>();
        frames.put("text", Frame.text("hello"));
        frames.put("text-empty", Frame.text(""));
        frames.put("binary", Frame.binary(Payloads.random(5)));
        frames.put("binary-126", Frame.binary(Payloads.random(126)));
        frames.put("binary-65536", Frame.binary(Payloads.random(65536)));
        frames.put("ping", Frame.ping("hello"));
        frames.put("ping-empty", Frame.ping(""));
        frames.put("pong", Frame.pong("hello"));
        frames.put("close", Frame.close(1000));
        frames.put("close-empty", Frame.close(new byte[0]));
        frames.put("first-fragment", Frame.text("hel").unfinished());
        String name = list.role() == Role.SERVER ? "missing." : "forbidden.";
        frames.forEach((kind, frame) -> list.addRefused(
                name + kind,
                "The first frame comes " + wrong + ": " + frame + ".",
                PROTOCOL_ERROR,
                writer -> writer.wronglyMasking().write(frame)));
        list.addRefused(
                name + "continuation",
                "The second fragment of a message comes " + wrong + ".",
                PROTOCOL_ERROR,
                writer -> Joined.of(
                        writer.write(Frame.text("hel").unfinished()),
                        writer.wronglyMasking().write(Frame.continuation("lo"))));
        list.addRefused(
                name + "ping-in-message",
                "A ping between two fragments comes " + wrong + ".",
                PROTOCOL_ERROR,
                writer -> Joined.of(
                        writer.write(Frame.text("hel").unfinished()),
                        writer.wronglyMasking().write(Frame.ping("now"))));
        list.add(
                name + "after-an-echo",
                "The first message is right; the second comes " + wrong + ".",
                PROTOCOL_ERROR.expected(),
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.send(Frame.text("first"));
                    Echo.of(Frame.text("first")).expect(conversation);
                    conversation.sendBytes(
                            conversation.writer().wronglyMasking().write(Frame.text("second")));
                    return PROTOCOL_ERROR.await(conversation);
                });
    }

    private static void addUnmasking(CaseList list) {
        for (int key : KEYS) {
            list.add(
                    String.format("key.%08x", key),
                    String.format("Messages of 0 to 40 bytes, masked with the key %08x.", key),
                    Echo.EXPECTED,
                    peer -> {
                        Conversation conversation = peer.open();
                        for (int size = 0; size <= 40; size++) {
                            Frame frame = Frame.binary(Payloads.random(size));
                            conversation.sendBytes(
                                    conversation.writer().withKey(key).write(frame));
                            Echo.of(frame).expect(conversation);
                        }
                        conversation.finish();
                        return Finding.pass("All came back unmasked.");
                    });
        }
        list.add(
                "split-at-every-offset",
                "A masked message of 40 bytes whose payload arrives cut in two at every byte.",
                Echo.EXPECTED,
                MaskingCases::cutPayload);
    }

    private static Finding cutPayload(Peer peer) throws InterruptedException {
        Conversation conversation = peer.open();
        Frame frame = Frame.binary(Payloads.random(40));
        byte[] bytes = conversation.writer().write(frame);
        for (int cut = 7; cut < bytes.length; cut++) {
            conversation.sendBytes(Arrays.copyOf(bytes, cut));
            Thread.sleep(2);
            conversation.sendBytes(Arrays.copyOfRange(bytes, cut, bytes.length));
            Echo.of(frame).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("It was unmasked right wherever it was cut.");
    }

    private static void addClientKeys(CaseList list) {
        list.by("RFC 6455 §5.1")
                .add(
                        "present.every-frame",
                        "Messages of 0 to 70000 bytes, a ping and a Close frame are sent.",
                        "Every frame of the client is masked.",
                        MaskingCases::everyFrame);
        CaseList keys = list.by("RFC 6455 §5.3");
        keys.add(
                "key.fresh-for-each-frame",
                "64 equal messages are sent, and the keys of their echoes compared.",
                "No key comes twice: \"The masking key is a 32-bit value chosen at random by the client.\"",
                peer -> judgeKeys(echoKeys(peer, 64)));
        keys.add(
                "key.every-bit-changes",
                "64 equal messages are sent, and the keys of their echoes compared bit by bit.",
                "Each of the 32 bits is sometimes 0 and sometimes 1.",
                peer -> judgeBits(echoKeys(peer, 64)));
        keys.add(
                "key.no-constant-step",
                "16 equal messages are sent, and the differences of the keys of their echoes compared.",
                "A key does not follow from the one before it.",
                peer -> judgeSteps(echoKeys(peer, 16)));
        keys.addForClient(
                "key.fresh-for-each-connection",
                "The masking keys of all connections so far are compared.",
                "They are not the same ones again.",
                MaskingCases::judgeHistory);
    }

    private static Finding everyFrame(Peer peer) throws InterruptedException {
        Conversation conversation = peer.open();
        for (int size : new int[] {0, 1, 125, 126, 65535, 70000}) {
            Frame frame = Frame.binary(Payloads.random(size));
            conversation.send(frame);
            Echo.of(frame).expect(conversation);
        }
        conversation.send(Frame.ping("x"));
        conversation.finish();
        return Finding.pass(conversation.keys().size() + " frames came, all of them masked.");
    }

    private static List<Integer> echoKeys(Peer peer, int count) throws InterruptedException {
        Conversation conversation = peer.open();
        for (int i = 0; i < count; i++) {
            conversation.send(Frame.text("again"));
            Echo.of(Frame.text("again")).expect(conversation);
        }
        List<Integer> keys = conversation.keys();
        conversation.finish();
        return keys;
    }

    private static Finding judgeKeys(List<Integer> keys) {
        int distinct = new HashSet<>(keys).size();
        // Two of 64 random keys are the same once in two million runs.
        return distinct == keys.size()
                ? Finding.pass("All " + distinct + " keys differ.")
                : Finding.fail("Of " + keys.size() + " keys only " + distinct + " differ.");
    }

    private static Finding judgeBits(List<Integer> keys) {
        int everSet = keys.stream().reduce(0, (a, b) -> a | b);
        int alwaysSet = keys.stream().reduce(-1, (a, b) -> a & b);
        return everSet == -1 && alwaysSet == 0
                ? Finding.pass("Every bit was both.")
                : Finding.fail(String.format("These bits never change: %08x.", alwaysSet | ~everSet));
    }

    private static Finding judgeSteps(List<Integer> keys) {
        HashSet<Integer> steps = new HashSet<>();
        for (int i = 1; i < keys.size(); i++) {
            steps.add(keys.get(i) - keys.get(i - 1));
        }
        return steps.size() >= keys.size() - 2
                ? Finding.pass("No step between keys is like another.")
                : Finding.fail("The steps between " + keys.size() + " keys have only " + steps.size() + " sizes.");
    }

    private static Finding judgeHistory(ClientPeer peer) throws InterruptedException {
        Conversation conversation = peer.open();
        conversation.send(Frame.text("last"));
        Echo.of(Frame.text("last")).expect(conversation);
        conversation.finish();
        int frames = peer.history().maskedFrames();
        int distinct = peer.history().distinctMaskingKeys();
        // Of 100,000 random keys of 32 bits about one is a repetition.
        return frames - distinct <= 8
                ? Finding.pass("Of " + frames + " keys " + distinct + " differ.")
                : Finding.fail("Of " + frames + " keys only " + distinct + " differ.");
    }
}
