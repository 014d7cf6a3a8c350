/*
 * Times of single texts: date of the text, text, what is found. Written as value, value/MODIFIER or value/MODIFIER/CLASS, with "-"
 * for no modifier; several stand in text order. 2021-06-15 is a Tuesday.
 */
#include "times.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct example { const char *date, *text, *times; };

static const struct example dates_with_their_own_words[] = {
    { "2021-06-15", "They met on 30 August 2023 in Rome.", "2023-08-30" },
    { "2021-06-15", "They met on August 30, 2023 in Rome.", "2023-08-30" },
    { "2021-06-15", "They met on Aug. 30, 2023 in Rome.", "2023-08-30" },
    { "2021-06-15", "They met on Wednesday, August 30, 2023 in Rome.", "2023-08-30" },
    { "2021-06-15", "They met on Wednesday, 30 August 2023 in Rome.", "2023-08-30" },
    { "2021-06-15", "They met on the 30th of August 2023.", "2023-08-30" },
    { "2021-06-15", "They met on August 30th, 2023.", "2023-08-30" },
    { "2021-06-15", "The treaty is dated 2023-08-30 in the files.", "2023-08-30" },
    { "2021-06-15", "The treaty is dated 30/8/2023 in the files.", "2023-08-30" },
    { "2021-06-15", "The treaty is dated 8/30/2023 in the files.", "2023-08-30" },
    { "2021-06-15", "The treaty is dated 8/30/23 in the files.", "2023-08-30" },
    { "2021-06-15", "The treaty is dated 30.08.2023 in the files.", "2023-08-30" },
    { "2021-06-15", "The treaty is dated 5/6/2023 in the files.", "" },
    { "2021-06-15", "The treaty is dated 6/6/2023 in the files.", "2023-06-06" },
    { "2021-06-15", "They met on 30 February 2023.", "" },
    { "2021-06-15", "They met on February 29, 2024.", "2024-02-29" },
    { "2021-06-15", "They met in August 2023.", "2023-08" },
    { "2021-06-15", "They met in September, 2019.", "2019-09" },
    { "2021-06-15", "They met in late August 2023.", "2023-08/END" },
    { "2021-06-15", "They met at the end of August 2023.", "2023-08/END" },
    { "2021-06-15", "They met in mid-August 2023.", "2023-08/MID" },
    { "2021-06-15", "They met in 2019 and in 2020.", "2019 2020" },
    { "2021-06-15", "He ruled from 1987–2017 alone.", "1987 2017" },
    { "2021-06-15", "Napoleon fell in 1815.", "1815" },
    { "2021-06-15", "The town was burnt in 1241.", "1241" },
    { "2021-06-15", "A 1967 treaty forbids it.", "1967" },
    { "2021-06-15", "The 2020 presidential election was close.", "2020" },
    { "2021-06-15", "They signed it in the 1990s.", "199" },
    { "2021-06-15", "They signed it in the '90s.", "199" },
    { "2021-06-15", "They signed it in the early 1990s.", "199/START" },
    { "2021-06-15", "They signed it in the mid-1990s.", "199/MID" },
    { "2021-06-15", "It is a law of the 19th century.", "18" },
    { "2021-06-15", "It is a law of the twenty-first century.", "20" },
    { "2021-06-15", "Exports rose in the third quarter of 2019.", "2019-Q3" },
    { "2021-06-15", "Exports rose in the first half of 2019.", "2019-H1" },
    { "2021-06-15", "Exports rose in the second half of last year.", "2020-H2" },
    { "2021-06-15", "They met in the spring of 2019.", "2019-SP" },
    { "2021-06-15", "They met in the winter of 2019.", "2019-WI" },
    { "2021-06-15", "They met on Christmas Eve.", "2020-12-24" },
    { "2021-06-15", "They will be home by Christmas.", "2021-12-25" },
    { "2021-06-15", "They met on New Year's Day 2019.", "2019-01-01" },
    { "2021-06-15", "The law followed the 9/11 attacks.", "2001-09-11" },
};
static const struct example days_and_months_without_a_year[] = {
    { "2021-06-15", "They met on 3 May in Rome.", "2021-05-03" },
    { "2021-06-15", "They met on May 3 in Rome.", "2021-05-03" },
    { "2021-06-15", "They met on Oct. 3 in Rome.", "2020-10-03" },
    { "2021-06-15", "They will meet on 3 July in Rome.", "2021-07-03" },
    { "2021-06-15", "They will meet on the first of July.", "2021-07-01" },
    { "2021-06-15", "They will meet on 3 January in Rome.", "2022-01-03" },
    { "2021-06-15", "They met on Saturday, June 5.", "2021-06-05" },
    { "2021-06-15", "They met on Saturday 5 June.", "2021-06-05" },
    { "2021-01-05", "They met on 20 December in Rome.", "2020-12-20" },
    { "2021-12-20", "They will meet on 5 January in Rome.", "2022-01-05" },
    { "2021-06-15", "They met in March.", "2021-03" },
    { "2021-06-15", "They met in December.", "2020-12" },
    { "2021-06-15", "They will meet in December.", "2021-12" },
    { "2021-06-15", "They will meet in March.", "2022-03" },
    { "2021-06-15", "They met last November.", "2020-11" },
    { "2021-06-15", "They met last March.", "2021-03" },
    { "2021-06-15", "They will meet next March.", "2022-03" },
    { "2021-06-15", "They met early this June.", "2021-06/START" },
    { "2021-06-15", "They met this past December.", "2020-12" },
    { "2021-06-15", "They met in March last year.", "2020-03" },
    { "2021-06-15", "They met on March 31 last year.", "2020-03-31" },
    { "2021-06-15", "The army moved on November 15, 2017. It left on November 21.", "2017-11-15 2017-11-21" },
    { "not given", "They met on 30 August in Rome.", "XXXX-08-30" },
    { "not given", "They met in August in Rome.", "XXXX-08" },
};
static const struct example days_of_the_week[] = {
    { "2021-06-15", "She said on Monday that it was over.", "2021-06-14" },
    { "2021-06-15", "She said on Tuesday that it was over.", "2021-06-15" },
    { "2021-06-15", "She said on Wednesday that it was over.", "2021-06-09" },
    { "2021-06-15", "She spoke Wednesday in Rome.", "2021-06-09" },
    { "2021-06-15", "She will speak on Wednesday in Rome.", "2021-06-16" },
    { "2021-06-15", "She will speak on Tuesday in Rome.", "2021-06-15" },
    { "2021-06-15", "She would speak on Monday, he said.", "2021-06-21" },
    { "2021-06-15", "She is to speak on Friday in Rome.", "2021-06-18" },
    { "2021-06-15", "She was to speak on Friday in Rome.", "2021-06-11" },
    { "2021-06-15", "The vote is scheduled for Thursday.", "2021-06-17" },
    { "2021-06-15", "The vote is expected on Thursday.", "2021-06-17" },
    { "2021-06-15", "The trial continues on Thursday.", "2021-06-17" },
    { "2021-06-15", "They agreed to meet in Oslo on Friday, officials said on Monday.", "2021-06-18 2021-06-14" },
    { "2021-06-15", "They agreed on Monday to meet on Friday.", "2021-06-14 2021-06-18" },
    { "2021-06-15", "On Monday the court ruled against it.", "2021-06-14" },
    { "2021-06-15", "On Thursday the court will rule.", "2021-06-17" },
    { "2021-06-15", "She ordered it to go on, and on Monday it did.", "2021-06-14" },
    { "2021-06-15", "They gave the doctors until Friday.", "2021-06-18" },
    { "2021-06-15", "They gave the doctors until Friday to return.", "2021-06-18" },
    { "2021-06-15", "Neither had done so by Monday.", "2021-06-14" },
    { "2021-06-15", "The strike called for Friday goes ahead.", "2021-06-18" },
    { "2021-06-15", "He hailed Sunday's march.", "2021-06-13" },
    { "2021-06-15", "The parties rest ahead of Sunday's vote.", "2021-06-20" },
    { "2021-06-15", "He began to withdraw on Friday.", "2021-06-11" },
    { "2021-06-15", "They met last Wednesday.", "2021-06-09" },
    { "2021-06-15", "They met last Monday.", "2021-06-07" },
    { "2021-06-15", "They met last Friday.", "2021-06-11" },
    { "2021-06-15", "They will meet next Wednesday.", "2021-06-23" },
    { "2021-06-15", "They will meet next Monday.", "2021-06-21" },
    { "2021-06-15", "They will meet this Thursday.", "2021-06-17" },
    { "2021-06-15", "They met this past Friday.", "2021-06-11" },
    { "2021-06-15", "They will meet this coming Friday.", "2021-06-18" },
    { "2021-06-15", "They will meet on Friday of next week.", "2021-06-25" },
    { "2021-06-15", "They will meet next Wednesday, June 23.", "2021-06-23" },
    { "2021-06-15", "She said that Monday's attack was over.", "2021-06-14" },
    { "not given", "She said on Monday that it was over.", "" },
    { "2021-06", "She said on Monday that it was over.", "" },
};
static const struct example parts_of_the_day_and_clocks[] = {
    { "2021-06-15", "They met on Monday morning.", "2021-06-14TMO" },
    { "2021-06-15", "They met early on Monday morning.", "2021-06-14TMO/START" },
    { "2021-06-15", "They met late on Sunday.", "2021-06-13/END" },
    { "2021-06-15", "They met late Sunday night.", "2021-06-13TNI/END" },
    { "2021-06-15", "They met on the morning of 5 June.", "2021-06-05TMO" },
    { "2021-06-15", "They met in the early hours of Sunday.", "2021-06-13TMO" },
    { "2021-06-15", "They met at dawn on Monday.", "2021-06-14TMO" },
    { "2021-06-15", "They met shortly before dawn on Monday.", "2021-06-14TMO/BEFORE" },
    { "2021-06-15", "They met at noon on Monday.", "2021-06-14T12:00" },
    { "2021-06-15", "They met on Monday shortly before dawn.", "2021-06-14TMO" },
    { "2021-06-15", "They met on Monday around noon.", "2021-06-14T12:00" },
    { "2021-06-15", "They will meet tomorrow at noon.", "2021-06-16T12:00" },
    { "2021-06-15", "They met yesterday afternoon.", "2021-06-14TAF" },
    { "2021-06-15", "They met last night.", "2021-06-14TNI" },
    { "2021-06-15", "They met this morning.", "2021-06-15TMO" },
    { "2021-06-15", "They will meet tonight.", "2021-06-15TNI" },
    { "2021-06-15", "The roof fell overnight.", "2021-06-14TNI" },
    { "2021-06-15", "They met on Monday at 3 p.m. in Rome.", "2021-06-14T15:00" },
    { "2021-06-15", "They met at 3 p.m. on Monday in Rome.", "2021-06-14T15:00" },
    { "2021-06-15", "They met at 5:30 p.m. Monday in Rome.", "2021-06-14T17:30" },
    { "2021-06-15", "They met around 3:00 p.m. local time on Monday.", "2021-06-14T15:00/APPROX" },
    { "2021-06-15", "They met on Monday at 14:00 GMT.", "2021-06-14T14:00Z" },
    { "2021-06-15", "They met at 8:30 p.m. BST (1930 UTC) on Monday.", "2021-06-14T20:30" },
    { "2021-06-15", "They met at 0440 hours on Monday.", "2021-06-14T04:40" },
    { "2021-06-15", "They met at 12 a.m. on Monday.", "2021-06-14T00:00" },
    { "2021-06-15", "They met at 9 o'clock in the evening on Monday.", "2021-06-14T21:00" },
    { "2021-06-15", "They met on Monday and spoke in the evening.", "2021-06-14 2021-06-14TEV" },
    { "2021-06-15", "They met on Sunday. He was seized that night.", "2021-06-13 2021-06-13TNI" },
    { "2021-06-15", "They met on Sunday. He was freed the next morning.", "2021-06-13 2021-06-14TMO" },
    { "2021-06-15", "They work at night.", "XXXX-XX-XXTNI" },
    { "2021-06-15", "They met last Friday.\n\n10:42 GMT The talks go on.", "2021-06-11 2021-06-15T10:42Z" },
    { "2021-06-15", "They met last Friday. The talks began at 10:42 GMT.", "2021-06-11 2021-06-11T10:42Z" },
    { "not given", "The curfew begins at 7 p.m. in Rome.", "T19:00" },
};
static const struct example from_the_date_of_the_text[] = {
    { "2021-06-15", "They met today.", "2021-06-15" },
    { "2021-06-15", "They met yesterday.", "2021-06-14" },
    { "2021-06-15", "They will meet tomorrow.", "2021-06-16" },
    { "2021-01-01", "They met yesterday.", "2020-12-31" },
    { "2024-02-28", "They will meet tomorrow.", "2024-02-29" },
    { "2021-06-15", "They met last week.", "2021-W23" },
    { "2021-06-15", "They meet this week.", "2021-W24" },
    { "2021-06-15", "They will meet next week.", "2021-W25" },
    { "2021-06-15", "They met earlier this week.", "2021-W24" },
    { "2021-06-15", "They met earlier in the week.", "2021-W24" },
    { "2021-01-04", "They met last week.", "2020-W53" },
    { "2021-06-15", "They met last month.", "2021-05" },
    { "2021-06-15", "They will meet next month.", "2021-07" },
    { "2021-01-15", "They met last month.", "2020-12" },
    { "2021-06-15", "They met last year.", "2020" },
    { "2021-06-15", "They met earlier this year.", "2021" },
    { "2021-06-15", "They met late last year.", "2020/END" },
    { "2021-06-15", "They will meet by the end of the year.", "2021/END" },
    { "2021-06-15", "They will meet before the end of the month.", "2021-06/END" },
    { "2021-06-15", "They will meet in the middle of next week.", "2021-W25/MID" },
    { "2021-06-15", "Profits fell last quarter.", "2021-Q1" },
    { "2021-06-15", "They met at the weekend.", "2021-W23-WE" },
    { "2021-06-15", "They will meet at the weekend.", "2021-W24-WE" },
    { "2021-06-15", "They will meet this weekend.", "2021-W24-WE" },
    { "2021-06-15", "They met last summer.", "2020-SU" },
    { "2021-06-15", "They will meet next spring.", "2022-SP" },
    { "2021-06-15", "They will meet this autumn.", "2021-FA" },
    { "2021-06-15", "They met in the spring.", "2021-SP" },
    { "2021-06-15", "They will meet in the spring.", "2022-SP" },
    { "2021-06-15", "Exports fell in the first quarter.", "2021-Q1" },
    { "2021-06-15", "They met two days ago.", "2021-06-13" },
    { "2021-06-15", "They met two weeks ago.", "2021-W22" },
    { "2021-06-15", "They met three months ago.", "2021-03" },
    { "2021-06-15", "They met a year ago.", "2020" },
    { "2021-06-15", "They met nearly two years ago.", "2019/LESS_THAN" },
    { "2021-06-15", "They met four decades ago.", "198" },
    { "2021-06-15", "They met weeks ago.", "PAST_REF" },
    { "2021-06-15", "They met long ago.", "PAST_REF" },
    { "2021-06-15", "The court sits in the week of June 28.", "2021-W26" },
    { "2021-06-15", "The court sits in the second week of July.", "2021-W27" },
    { "2021", "They met last year.", "2020" },
    { "2021-06", "They met last month.", "2021-05" },
    { "not given", "They met yesterday.", "" },
    { "not given", "They met last year.", "" },
};
static const struct example from_another_time[] = {
    { "2021-06-15", "They met on Friday. He left the same day.", "2021-06-11 2021-06-11" },
    { "2021-06-15", "They met on Friday. He left that day.", "2021-06-11 2021-06-11" },
    { "2021-06-15", "They met on Friday. He left the next day.", "2021-06-11 2021-06-12" },
    { "2021-06-15", "They met on Friday. He came the previous day.", "2021-06-11 2021-06-10" },
    { "2021-06-15", "They met on Friday. He left two days later.", "2021-06-11 2021-06-13" },
    { "2021-06-15", "They met on Friday. He came two days earlier.", "2021-06-11 2021-06-09" },
    { "2021-06-15", "They met on Friday. A fortnight before, he had agreed.", "2021-06-11 2021-05-28" },
    { "2021-06-15", "They met on Friday. He left 48 hours later.", "2021-06-11 2021-06-13" },
    { "2021-06-15", "They met on Friday. He left three hours later.", "2021-06-11 PT3H" },
    { "2021-06-15", "They met on Friday. He left the following week.", "2021-06-11 2021-W24" },
    { "2021-06-15", "They met in 2016. He left two years later.", "2016 2018" },
    { "2021-06-15", "They met in 2016. He left the same year.", "2016 2016" },
    { "2021-06-15", "They met on Friday. He left the day after.", "2021-06-11 2021-06-12" },
    { "2021-06-15", "They met on Friday, two days before the vote.", "2021-06-11 P2D" },
    { "2021-06-15", "They met on Friday and will vote on Monday. He left the same day.", "2021-06-11 2021-06-21 2021-06-11" },
};
static const struct example durations[] = {
    { "2021-06-15", "He was held for more than five years.", "P5Y/MORE_THAN" },
    { "2021-06-15", "He was held for at least five years.", "P5Y/MORE_THAN" },
    { "2021-06-15", "He was held for almost two weeks.", "P2W/LESS_THAN" },
    { "2021-06-15", "He was held for less than a week.", "P1W/LESS_THAN" },
    { "2021-06-15", "He was held for about an hour.", "PT1H/APPROX" },
    { "2021-06-15", "He was held for half an hour.", "PT30M" },
    { "2021-06-15", "He was held for an hour and a half.", "PT1H30M" },
    { "2021-06-15", "He was held for two and a half years.", "P2Y6M" },
    { "2021-06-15", "He was held for several months.", "PXM" },
    { "2021-06-15", "He was held for a few days.", "PXD" },
    { "2021-06-15", "He was held for months.", "PXM" },
    { "2021-06-15", "He was held for decades.", "PXDE" },
    { "2021-06-15", "He was held for hours.", "PXH" },
    { "2021-06-15", "He was held for minutes.", "PTXM" },
    { "2021-06-15", "He was held for two decades.", "P20Y" },
    { "2021-06-15", "He was held for twenty-five years.", "P25Y" },
    { "2021-06-15", "He was held for a hundred days.", "P100D" },
    { "2021-06-15", "He was held for 90 minutes.", "PT90M" },
    { "2021-06-15", "He was held for a fortnight.", "P2W" },
    { "2021-06-15", "A two-year deadline was set.", "P2Y" },
    { "2021-06-15", "A year-long inquiry was held.", "P1Y" },
    { "2021-06-15", "He was held for the past three weeks.", "P3W" },
    { "2021-06-15", "He was given six more months.", "P6M" },
    { "2021-06-15", "He left within days.", "PXD" },
    { "2021-06-15", "The strike is in its third day.", "P3D" },
    { "2021-06-15", "The siege is in week 3.", "P3W" },
    { "2021-06-15", "They lifted a two-week-old ban.", "P2W" },
    { "not given", "He was held for five years.", "P5Y" },
};
static const struct example sets[] = {
    { "2021-06-15", "They meet every week.", "P1W/-/SET" },
    { "2021-06-15", "They meet every Friday.", "P1W/-/SET" },
    { "2021-06-15", "They meet every night.", "P1D/-/SET" },
    { "2021-06-15", "They meet every two years.", "P2Y/-/SET" },
    { "2021-06-15", "They meet every second day.", "P2D/-/SET" },
    { "2021-06-15", "They meet every other week.", "P2W/-/SET" },
    { "2021-06-15", "They meet twice a year.", "P1Y/-/SET" },
    { "2021-06-15", "They meet three times a week.", "P1W/-/SET" },
    { "2021-06-15", "They hold an annual drill.", "P1Y/-/SET" },
    { "2021-06-15", "They meet daily.", "P1D/-/SET" },
    { "2021-06-15", "They meet on Mondays.", "P1W/-/SET" },
    { "2021-06-15", "They meet fortnightly.", "P2W/-/SET" },
    { "2021-06-15", "They meet every summer.", "P1Y/-/SET" },
};
static const struct example neither_date_nor_length[] = {
    { "2021-06-15", "He is now in Rome.", "PRESENT_REF" },
    { "2021-06-15", "He is currently in Rome.", "PRESENT_REF" },
    { "2021-06-15", "The current law is old.", "PRESENT_REF" },
    { "2021-06-15", "He was recently in Rome.", "PAST_REF" },
    { "2021-06-15", "He had previously agreed.", "PAST_REF" },
    { "2021-06-15", "He was formerly a judge.", "PAST_REF" },
    { "2021-06-15", "He did so in the past.", "PAST_REF" },
    { "2021-06-15", "In recent years it grew.", "PAST_REF" },
    { "2021-06-15", "He will do so in the future.", "FUTURE_REF" },
    { "2021-06-15", "In the coming weeks it will grow.", "FUTURE_REF" },
};
static const struct example no_times[] = {
    { "2021-06-15", "Theresa May resigned.", "" },
    { "2021-06-15", "He may resign.", "" },
    { "2021-06-15", "Prime Minister May said no. The plan of May failed.", "" },
    { "2021-06-15", "They march on Rome.", "" },
    { "2021-06-15", "The March on Rome was long.", "" },
    { "2021-06-15", "April Smith resigned.", "" },
    { "2021-06-15", "The second man resigned.", "" },
    { "2021-06-15", "The Sunday Times said so.", "" },
    { "2021-06-15", "The Good Friday Agreement holds.", "" },
    { "2021-06-15", "The Daily Mail said so.", "" },
    { "2021-06-15", "The Arab Spring began.", "" },
    { "2021-06-15", "The November 17 Movement resigned.", "" },
    { "2021-06-15", "A 30-year-old man was held.", "" },
    { "2021-06-15", "He is 30 years old.", "" },
    { "2021-06-15", "Some 2019 people were held.", "" },
    { "2021-06-15", "It cost $2000 in Rome.", "" },
    { "2021-06-15", "Resolution 1701 was passed.", "" },
    { "2021-06-15", "Route 1950 is closed.", "" },
    { "2021-06-15", "They agreed at the last minute.", "" },
    { "2021-06-15", "The spring session is over.", "" },
    { "2021-06-15", "USA Today said so.", "" },
    { "2021-06-15", "He sat down.", "" },
    { "2021-06-15", "The sun rose over Mon state.", "" },
    { "2021-06-15", "A quarter of them left.", "" },
    { "2021-06-15", "He won 17.40 percent.", "" },
    { "2021-06-15", "The night-vision goggles came.", "" },
};

/* What is found, written as the tables have it; modifiers and classes only where `like` has them at that place. */
static void write_times(const struct vb_times *times, const char *like, char *out, size_t room)
{
    size_t n = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < times->n && n < room; i++) {
        const struct vb_time *t = &times->at[i];
        const char *mod  = vb_time_mod_name(t->mod);
        size_t      here = strcspn(like, " ");
        bool        has_class = memchr(like, '/', here) && strchr(like, '/') != memrchr(like, '/', here);
        n += (size_t)snprintf(out + n, room - n, "%s%s", i ? " " : "", t->value.ptr);
        if (n < room && (mod || has_class)) n += (size_t)snprintf(out + n, room - n, "/%s", mod ? mod : "-");
        if (n < room && has_class) n += (size_t)snprintf(out + n, room - n, "/%s", vb_time_class_name(t->cls));
        like += here + (like[here] == ' ');
    }
}

static void find(const char *text, const char *date, struct vb_arena *arena, struct vb_text *layer, struct vb_times *times)
{
    vb_str   given = strcmp(date, "not given") ? vb_str_of(date) : (vb_str){ 0 };
    vb_error err   = { 0 };
    assert_int_equal(vb_text_split(vb_str_of(text), VB_STR("en"), (vb_str){ 0 }, arena, layer, &err), VB_OK);
    assert_int_equal(vb_times_find(layer, NULL, given, arena, times, &err), VB_OK);
}

static int check_examples(const struct example *examples, size_t n)
{
    int wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct vb_arena arena = { 0 };
        struct vb_text  layer;
        struct vb_times times;
        char            found[256];
        find(examples[i].text, examples[i].date, &arena, &layer, &times);
        write_times(&times, examples[i].times, found, sizeof found);
        if (strcmp(found, examples[i].times)) {
            print_error("%s: \"%s\" should be \"%s\", is \"%s\"\n", examples[i].date, examples[i].text, examples[i].times, found);
            wrong++;
        }
        vb_arena_free(&arena);
    }
    return wrong;
}

#define EXAMPLES(name) \
    static void test_##name(void **state) \
    { \
        (void)state; \
        assert_int_equal(check_examples(name, sizeof name / sizeof *name), 0); \
    }
EXAMPLES(dates_with_their_own_words)
EXAMPLES(days_and_months_without_a_year)
EXAMPLES(days_of_the_week)
EXAMPLES(parts_of_the_day_and_clocks)
EXAMPLES(from_the_date_of_the_text)
EXAMPLES(from_another_time)
EXAMPLES(durations)
EXAMPLES(sets)
EXAMPLES(neither_date_nor_length)
EXAMPLES(no_times)

/* "Today" in somebody's words is the day of the speech. */
static void quoted_days_are_those_of_the_speech(void **state)
{
    static const struct example quoted[] = {
        { "2021-06-15", "On Friday she resigned. \"Today I leave,\" she said.", "2021-06-11 2021-06-11" },
        { "2021-06-15", "On Friday she resigned. She left today.", "2021-06-11 2021-06-15" },
    };
    (void)state;
    assert_int_equal(check_examples(quoted, 2), 0);
}

static void a_dateline_stands_for_a_date_that_is_not_given(void **state)
{
    static const struct example datelines[] = {
        {"not given", "Dam opens\n\nWednesday, August 30, 2023\n\nThe dam opened on Monday.", "2023-08-30 2023-08-28"},
        {"not given", "LONDON, Aug. 30, 2023 (Reuters) - The dam opened on Monday.", "2023-08-30 2023-08-28"},
        {"not given", "GENEVA (22 August 2019) - The dam opened yesterday.", "2019-08-22 2019-08-21"},
        {"2023-08-30", "LONDON, Aug. 30 (Reuters) - The dam opened on Monday.", "2023-08-30 2023-08-28"},
        {"not given", "The dam, as everybody in the valley knows, was opened by the king on 30 August 1923. It broke on Monday.",
         "1923-08-30"},
    };
    (void)state;
    assert_int_equal(check_examples(datelines, sizeof datelines / sizeof *datelines), 0);
}

static void an_entry_begins_with_its_clock(void **state)
{
    static const struct example entries[] = { { "2024-10-29", "14.02\n\nThe judge spoke.\n\n12.50\n\nThe judge came.",
                                                "2024-10-29T14:02 2024-10-29T12:50" } };
    (void)state;
    assert_int_equal(check_examples(entries, 1), 0);
}

/* A paragraph reads alone as it does after another, where none of its times rests on one before. */
static void a_paragraph_reads_alone_as_in_its_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof days_of_the_week / sizeof *days_of_the_week; i++) {
        struct vb_arena arena = { 0 };
        struct vb_text  layer;
        struct vb_times alone, within;
        char            text[512], first[256], second[256];
        find(days_of_the_week[i].text, days_of_the_week[i].date, &arena, &layer, &alone);
        write_times(&alone, "", first, sizeof first);
        (void)snprintf(text, sizeof text, "The bridge was built by hand, and nobody knew why.\n\n%s", days_of_the_week[i].text);
        find(text, days_of_the_week[i].date, &arena, &layer, &within);
        write_times(&within, "", second, sizeof second);
        assert_string_equal(first, second);
        vb_arena_free(&arena);
    }
}

static void spans_show_the_words(void **state)
{
    static const char text[] =
        "They met late on Sunday, two days before the vote, and again on 30 August 2023. In Rome, 4 March 2024, "
        "they will not.";
    static const char *const words[] = { "late on Sunday", "two days", "30 August 2023", "4 March 2024" };
    struct vb_arena arena = { 0 };
    struct vb_text  layer;
    struct vb_times times;

    (void)state;
    find(text, "2023-09-05", &arena, &layer, &times);
    assert_int_equal(times.n, 4);
    for (uint32_t i = 0; i < 4; i++) assert_true(vb_str_eq(vb_str_sub(layer.bytes, times.at[i].span), vb_str_of(words[i])));
    assert_int_equal(times.at[0].basis, VB_BASIS_TENSE);
    assert_int_equal(times.at[1].basis, VB_BASIS_TEXT);
    vb_arena_free(&arena);
}

static void a_time_says_which_one_it_rests_on(void **state)
{
    struct vb_arena arena = { 0 };
    struct vb_text  layer;
    struct vb_times times;

    (void)state;
    find("They met on Friday. He left two days later, that same evening.", "2021-06-15", &arena, &layer, &times);
    assert_int_equal(times.n, 3);
    assert_int_equal(times.at[0].based_on, VB_NONE);
    assert_int_equal(times.at[1].basis, VB_BASIS_TIME);
    assert_int_equal(times.at[1].based_on, 0);
    assert_int_equal(times.at[2].based_on, 1);
    vb_arena_free(&arena);
}

/* A verb of the lists either way: the tree decides. */
static void a_tree_shows_the_tense(void **state)
{
    static const char text[] = "The dam drew crowds on Friday.";
    struct vb_arena arena = { 0 };
    struct vb_text  layer;
    struct vb_times times;
    struct vb_tag   tags[7];
    struct vb_syntax syntax = { .tags = tags, .n_tokens = 7 };
    vb_error err = { 0 };

    (void)state;
    find(text, "2021-06-15", &arena, &layer, &times);
    assert_int_equal(layer.n_tokens, 7);
    for (uint32_t i = 0; i < 7; i++)
        tags[i] = (struct vb_tag){.lemma = VB_STR("x"), .feats = VB_STR("_"), .head = 2, .upos = VB_NOUN};
    tags[2].head  = VB_NONE;
    tags[2].upos  = VB_VERB;
    tags[2].feats = VB_STR("Mood=Ind|Tense=Past|VerbForm=Fin");
    assert_int_equal(vb_times_find(&layer, &syntax, VB_STR("2021-06-15"), &arena, &times, &err), VB_OK);
    assert_string_equal(times.at[0].value.ptr, "2021-06-11");
    tags[2].feats = VB_STR("Mood=Ind|Tense=Pres|VerbForm=Fin");
    assert_int_equal(vb_times_find(&layer, &syntax, VB_STR("2021-06-15"), &arena, &times, &err), VB_OK);
    assert_string_equal(times.at[0].value.ptr, "2021-06-18");
    tags[2].feats = VB_STR("VerbForm=Inf");
    tags[1] = (struct vb_tag){ .lemma = VB_STR("will"), .feats = VB_STR("_"), .head = 2, .upos = VB_AUX, .relation = VB_REL_AUX };
    assert_int_equal(vb_times_find(&layer, &syntax, VB_STR("2021-06-15"), &arena, &times, &err), VB_OK);
    assert_string_equal(times.at[0].value.ptr, "2021-06-18");
    vb_arena_free(&arena);
}

/* Long runs of words of time, and of one that could begin an expression, take linear time and end. */
static void hostile_runs_are_read(void **state)
{
    static const char *const pieces[] = {"the ",  "Monday ",  "two ",           "a hundred and ", "early on ",
                                         "2019 ", "\"Today ", "12:00 p.m. on ", "the end of "};
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct vb_arena arena = { 0 };
        struct vb_text  layer;
        struct vb_times times;
        size_t len = strlen(pieces[i]), n = 30000;
        char  *text = vb_alloc(len * n + 1);
        assert_non_null(text);
        for (size_t k = 0; k < n; k++) memcpy(text + k * len, pieces[i], len);
        text[len * n] = '\0';
        find(text, "2021-06-15", &arena, &layer, &times);
        vb_free(text);
        vb_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates_with_their_own_words),
        cmocka_unit_test(test_days_and_months_without_a_year),
        cmocka_unit_test(test_days_of_the_week),
        cmocka_unit_test(test_parts_of_the_day_and_clocks),
        cmocka_unit_test(test_from_the_date_of_the_text),
        cmocka_unit_test(test_from_another_time),
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_neither_date_nor_length),
        cmocka_unit_test(test_no_times),
        cmocka_unit_test(quoted_days_are_those_of_the_speech),
        cmocka_unit_test(a_dateline_stands_for_a_date_that_is_not_given),
        cmocka_unit_test(an_entry_begins_with_its_clock),
        cmocka_unit_test(a_paragraph_reads_alone_as_in_its_text),
        cmocka_unit_test(spans_show_the_words),
        cmocka_unit_test(a_time_says_which_one_it_rests_on),
        cmocka_unit_test(a_tree_shows_the_tense),
        cmocka_unit_test(hostile_runs_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
