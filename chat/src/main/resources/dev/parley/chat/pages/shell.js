import { byId } from "./element.js";
import { askNewName } from "./names.js";
import { showPeople, showPerson, showSideFor } from "./people.js";
import { memory, person } from "./person.js";
import { Plain } from "./plain.js";
import { Room } from "./room.js";
import { openSide } from "./side.js";
import { showState } from "./state.js";

/** The page around the conversations: which one is seen, and whether the reader is in at all. */
export const shell = {
  signedIn: false,
  current: null,
  personChanged: showPerson,
  peopleChanged: showPeople,
  askNewName,

  stateChanged(conversation) {
    if (conversation === this.current) showState(conversation, this.signedIn);
  },

  show(conversation) {
    this.current = conversation;
    for (const each of conversations) each.show(each === conversation);
    showSideFor(conversation === room);
    byId("welcome-lead").textContent = conversation === room
      ? "Pick a name and join the room. Everyone sees who is here."
      : "Pick a name to put before your lines. They go to everyone as plain text.";
    if (this.signedIn) conversation.connection.start();
    this.stateChanged(conversation);
  },

  enter(name) {
    memory.name = name;
    person.name = name;
    this.signedIn = true;
    this.showTalk();
    this.personChanged();
    this.show(this.current);
    this.current.composer.focus();
  },

  leave() {
    this.signedIn = false;
    openSide(false);
    for (const each of conversations) each.connection.stop();
    room.left();
    this.showTalk();
    byId("name").value = memory.name;
    byId("name").focus();
  },

  showTalk() {
    byId("welcome").hidden = this.signedIn;
    byId("talk").hidden = !this.signedIn;
    byId("side-toggle").hidden = !this.signedIn;
  },

  rename(name) {
    openSide(false);
    memory.name = name;
    if (name === person.name && room.state === "open") return;
    room.rename(name);
    // Where no room is there to agree, the name is one's own to choose.
    if (room.state === "closed") person.name = name;
    this.personChanged();
  },
};

const room = new Room({
  tab: byId("room-tab"), panel: byId("room"), path: "/topics", person, shell,
});
const plain = new Plain({
  tab: byId("plain-tab"), panel: byId("plain"), path: "/broadcast", person, shell,
});

/** In the order of their tabs. */
export const conversations = [room, plain];
