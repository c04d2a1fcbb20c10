"""The way through a survey (`way`), resting on it (`rest`), its end (`ending`, `words`), and coming back (`back`);
a wish to be named (`wish`), screens in waiting rooms (`kiosk`), and the desk for both (`desk`)."""
