"""What a rule promises, in one short line."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "per.week": Sentence("每周", "Each week"),
    "per.ten_days": Sentence("每旬", "Each ten days"),
    "per.month": Sentence("每月", "Each month"),
    "per.quarter": Sentence("每季", "Each quarter"),
    "per.half_year": Sentence("每半年", "Each half-year"),
    "per.year": Sentence("每年", "Each year"),
    "per.2y": Sentence("两年内", "Within two years"),
    "per.3y": Sentence("三年内", "Within three years"),
    "per.4y": Sentence("四年内", "Within four years"),
    "per.5y": Sentence("五年内", "Within five years"),
    "per.campaign": Sentence("活动期内", "During the campaign"),
    "promise.times": Sentence("{per:=per}{min}次", "{per:=per} {min:once|# times}"),
    "promise.copies": Sentence("{per:=per}发布{min}份", "{per:=per} {min:one issue|# issues}"),
    "promise.cells": Sentence(
        "{per:=per}{cells}类各{min}次", "{per:=per} {cells} kinds, {min:once|# times} each"
    ),
    "promise.all": Sentence("{per:=per}每项{min}次", "{per:=per} {min:once|# times} for each item"),
    "promise.visit": Sentence(
        "{per:=per}每家走访{min}次", "{per:=per} {min:one visit|# visits} to each organisation"
    ),
    "promise.place": Sentence(
        "{per:=per}每处走访{min}次", "{per:=per} {min:one visit|# visits} to each place"
    ),
    "promise.item": Sentence(
        "{per:=per}每项{min}次", "{per:=per} {min:once|# times} for each item"
    ),
    "promise.monthly": Sentence("每月一天", "One day each month"),
    "promise.yearly": Sentence("每年一次", "Once a year"),
    "promise.yearly_times": Sentence("每年{least}至{most}次", "{least} to {most} times a year"),
    "promise.workdays": Sentence(
        "受理后{days}个工作日内", "Within {days:# workday|# workdays} of acceptance"
    ),
    "promise.days": Sentence("受理后{days}天内", "Within {days:# day|# days} of acceptance"),
}
